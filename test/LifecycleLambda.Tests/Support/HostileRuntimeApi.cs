using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LifecycleLambda.Tests.Support;

/// <summary>
/// A Runtime API that does what it is told, on a plain socket. What no answer is left for is taken (202), and next waits for ever.
/// </summary>
internal sealed class HostileRuntimeApi : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, ConcurrentQueue<HostileAnswer>> _answers = new();
    private readonly ConcurrentQueue<HostileRequest> _requests = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    internal HostileRuntimeApi()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    internal string Address => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    internal IReadOnlyCollection<HostileRequest> Requests => _requests;

    /// <summary>Completes when next waits and no answer is left for it: everything before is done with.</summary>
    internal Task Idle => _idle.Task;

    /// <summary>Sets the answers to requests of a kind, in order.</summary>
    internal HostileRuntimeApi To(string kind, params HostileAnswer[] answers)
    {
        _answers[kind] = new(answers);
        return this;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Dispose();
        await _serving;
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ConnectionAsync(await _listener.AcceptSocketAsync(_stopping.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ConnectionAsync(Socket socket)
    {
        using (socket)
        {
            socket.NoDelay = true;
            await using var stream = new NetworkStream(socket);
            try
            {
                while (await HostileRequest.ReadAsync(stream, _stopping.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    if (!await (await AnswerAsync(request)).SendAsync(socket))
                    {
                        return;
                    }
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException)
            {
                // The client or the test is done.
            }
        }
    }

    private async Task<HostileAnswer> AnswerAsync(HostileRequest request)
    {
        if (_answers.GetValueOrDefault(request.Kind) is { } answers && answers.TryDequeue(out var answer))
        {
            return answer;
        }

        if (request.Kind is "next")
        {
            _idle.TrySetResult();
            await Task.Delay(Timeout.Infinite, _stopping.Token);
        }

        return HostileAnswer.Status(202);
    }
}
