using LifecycleLambda.Tests.Template;

namespace LifecycleLambda.Tests.Docs;

public sealed class ImportTableTests
{
    // CloudFormation compares an imported table with the template, and an update must not replace it.
    [Fact]
    public void Imported_table_is_as_in_the_template()
    {
        var table = LifecycleTemplate.Resources["PresenceTable"];
        var imported = TemplateNodes.Parse(Repository.Read("docs/import-table.yaml"))["Resources"]["PresenceTable"];

        Assert.Equal(table["DeletionPolicy"].Text, imported["DeletionPolicy"].Text);
        Assert.Equal(4, imported["Properties"].Keys.Append("DeletionPolicy").Count());
        Assert.All(imported["Properties"].Entries, property => Assert.Equal(table["Properties"][property.Key].Text, property.Value.Text));
    }
}
