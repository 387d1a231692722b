namespace ZeroG.Nodes.Tests;

/// <summary>A node that does what the test says, and counts how often it let go.</summary>
internal sealed class TestNode(
    Func<TestNode, CancellationToken, Task>? start = null, string name = "test", TimeSpan? stopTimeout = null)
    : NodeBase(name, NodeKind.Storage, null)
{
    public int StopCount { get; private set; }

    protected override TimeSpan StopTimeout => stopTimeout ?? base.StopTimeout;

    public void Background(Func<CancellationToken, Task> work) => Run(work);

    protected override Task OnStartAsync(CancellationToken cancellationToken) =>
        start?.Invoke(this, cancellationToken) ?? Task.CompletedTask;

    protected override Task OnStopAsync()
    {
        StopCount++;
        return Task.CompletedTask;
    }
}
