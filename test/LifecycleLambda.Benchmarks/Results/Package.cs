using System.IO.Compression;

namespace LifecycleLambda.Benchmarks.Results;

/// <summary>The zip that would be uploaded: the published folder without symbols and documentation.</summary>
internal static class Package
{
    private static readonly string[] Left = [".dbg", ".pdb", ".xml", ".pyc", ".txt"];

    /// <returns>Its size in MiB.</returns>
    internal static double Size(string folder)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(file => !Left.Contains(Path.GetExtension(file))))
            {
                zip.CreateEntryFromFile(file, Path.GetRelativePath(folder, file), CompressionLevel.SmallestSize);
            }
        }

        return buffer.Length / 1024.0 / 1024.0;
    }
}
