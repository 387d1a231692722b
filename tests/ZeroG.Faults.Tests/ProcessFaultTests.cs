using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.DevNet;
using ZeroG.Storage.Transfer;
using ZeroG.Testing;

namespace ZeroG.Faults.Tests;

/// <summary>Processes that die in the middle, and processes that do the same at the same time.</summary>
public sealed class ProcessFaultTests : IAsyncLifetime
{
    private static readonly byte[] Content = BytesOf((12 << 18) + 77);

    private readonly TempFolder _folder = new();
    private FaultNetwork _network = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string[] Chain => [_network.Network.RpcUri.ToString(), _network.Network.FlowAddress!.Value.ToString()];

    public async ValueTask InitializeAsync() =>
        _network = await FaultNetwork.StartAsync(new DevNetOptions { Name = $"process-{Guid.NewGuid():N}" }, Cancel);

    public async ValueTask DisposeAsync()
    {
        await _network.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Node_KilledWhileItReceives_TheNextRunGoesOnAndPaysNothing()
    {
        string data = _folder["node"];
        using Wallet wallet = DevelopmentAccounts.Open(0);
        FaultClient client = new(_network, null, wallet, _folder.Path);
        Hash256 root;
        using (TestProcess node = TestProcess.Start([.. Chain, data]))
        {
            Uri uri = new(await node.ReadLineAsync());
            bool killed = false;
            SynchronousProgress progress = new(report =>
            {
                if (report is { Phase: TransferPhase.Sending, Bytes: > 0 } && !killed)
                {
                    killed = true;
                    node.Kill();
                }
            });

            await Assert.ThrowsAnyAsync<ZeroGException>(
                () => client.SendToAsync(uri, Content, new UploadOptions { TaskSize = 1, ThrottleLimit = 1 }, progress, Cancel));
            Assert.True(killed);
        }

        using TestProcess again = TestProcess.Start([.. Chain, data]);
        Uri back = new(await again.ReadLineAsync());
        root = (await client.SendToAsync(back, Content, new UploadOptions { Timeout = TimeSpan.FromHours(6) }, null, Cancel)).Root;

        Assert.Equal([1], (await _network.CountSubmissionsAsync(Cancel)).Values);
        Assert.Equal(Content, await client.ReceiveFromAsync(back, root, Cancel));
    }

    [Fact]
    public async Task Processes_SendTheSameFileFromOneKey_PayOnceBetweenThem()
    {
        string file = _folder["same.bin"];
        await File.WriteAllBytesAsync(file, Content, Cancel);
        string node = _network.DevNet.StorageNodes[0].Uri!.ToString();
        string[] arguments = ["send", Chain[0], $"{_network.Network.ChainId}", Chain[1], node, _folder["state"], file];
        TestProcess[] senders = [.. Enumerable.Range(0, 3).Select(_ => TestProcess.Start(arguments))];
        try
        {
            string[] ends = await Task.WhenAll(senders.Select(sender => sender.ReadLineAsync()));

            Assert.All(ends, end => Assert.Contains(end, (string[])[nameof(UploadState.Finalized), nameof(UploadState.AlreadyStored)]));
            Assert.Equal([1], (await _network.CountSubmissionsAsync(Cancel)).Values);
        }
        finally
        {
            foreach (TestProcess sender in senders)
            {
                sender.Dispose();
            }
        }
    }

    private static byte[] BytesOf(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    private sealed class SynchronousProgress(Action<TransferProgress> report) : IProgress<TransferProgress>
    {
        private readonly Lock _gate = new();

        public void Report(TransferProgress value)
        {
            lock (_gate)
            {
                report(value);
            }
        }
    }
}
