using ZeroG.Chain;
using ZeroG.Nodes.Logging;

namespace ZeroG.Nodes.Tests;

public sealed class NodeBaseTests
{
    [Fact]
    public async Task Start_Created_IsRunningAndSaysSinceWhen()
    {
        await using TestNode node = new();
        Assert.Equal(NodeState.Created, node.State);

        await node.StartAsync();

        Assert.Equal(NodeState.Running, node.State);
        Assert.NotNull(node.StartedAt);
        Assert.False(node.Completion.IsCompleted);
    }

    [Fact]
    public async Task Start_SecondTime_IsRefused()
    {
        await using TestNode node = new();
        await node.StartAsync();

        ZeroGException refused = await Assert.ThrowsAsync<ZeroGException>(() => node.StartAsync());

        Assert.Equal("ZgNodeState", refused.ErrorId);
        Assert.Equal("Node 'test' is running and cannot start. Make a new node over the same data folder.", refused.Message);
        Assert.Equal(NodeState.Running, node.State);
    }

    [Fact]
    public async Task Start_Fails_IsFaultedAndLetsGo()
    {
        InvalidOperationException failure = new("no port");
        await using TestNode node = new((_, _) => throw failure);

        Assert.Same(failure, await Assert.ThrowsAsync<InvalidOperationException>(() => node.StartAsync()));

        Assert.Equal(NodeState.Faulted, node.State);
        Assert.Same(failure, node.Failure);
        Assert.Equal(1, node.StopCount);
        Assert.True(node.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Background_Fails_FaultsTheNode()
    {
        await using TestNode node = new((self, _) =>
        {
            self.Background(_ => throw new InvalidDataException("torn"));
            return Task.CompletedTask;
        });
        try
        {
            await node.StartAsync();
        }
        catch (ZeroGException early)
        {
            // The background may fail before the start is through; the start then says so.
            Assert.Equal("ZgNodeFaulted", early.ErrorId);
        }

        await node.Completion.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(NodeState.Faulted, node.State);
        Assert.IsType<InvalidDataException>(node.Failure);
        Assert.Contains(node.Log.Read(), entry => entry is { EventId: 2, Level: NodeLogLevel.Error });
    }

    [Fact]
    public async Task Stop_Running_EndsBackgroundThenLetsGoOnce()
    {
        List<string> order = [];
        TaskCompletionSource running = new();
        await using TestNode node = new((self, _) =>
        {
            self.Background(async stopping =>
            {
                running.SetResult();
                await Task.Delay(Timeout.Infinite, stopping).ContinueWith(_ => order.Add("background"), TaskScheduler.Default);
            });
            return Task.CompletedTask;
        });
        await node.StartAsync();
        await running.Task;

        await Task.WhenAll(node.StopAsync(), node.StopAsync());
        await node.StopAsync();

        Assert.Equal(["background"], order);
        Assert.Equal(1, node.StopCount);
        Assert.Equal(NodeState.Stopped, node.State);
        Assert.Null(node.Failure);
    }

    [Fact]
    public async Task Stop_BackgroundHangs_EndsAfterTheBound()
    {
        TaskCompletionSource never = new();
        TaskCompletionSource running = new();
        await using TestNode node = new(
            (self, _) =>
            {
                self.Background(_ =>
                {
                    running.SetResult();
                    return never.Task;
                });
                return Task.CompletedTask;
            },
            stopTimeout: TimeSpan.FromMilliseconds(20));
        await node.StartAsync();
        await running.Task;

        await node.StopAsync().WaitAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(NodeState.Stopped, node.State);
        Assert.Contains(node.Log.Read(), entry => entry.EventId == 4);
    }

    [Fact]
    public async Task Stop_WhileStarting_CancelsTheStart()
    {
        TaskCompletionSource starting = new();
        await using TestNode node = new(async (_, cancellationToken) =>
        {
            starting.SetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
        });
        Task start = node.StartAsync();
        await starting.Task;

        await node.StopAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Equal(NodeState.Stopped, node.State);
    }
}
