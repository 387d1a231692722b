using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Storage.Files;
using ZeroG.Storage.Merkle;
using ZeroG.Storage.Submissions;
using ZeroG.Storage.Transfer;
using ZeroG.Testing.Faults;

namespace ZeroG.Faults.Tests;

/// <summary>
/// One file, sent and received under one schedule, and then once more without faults, as a user would who read the error.
/// </summary>
/// <param name="network">Where to.</param>
/// <param name="seed">Of the schedule.</param>
/// <param name="wallet">Who pays.</param>
/// <param name="folder">State and files; deleted at the end.</param>
/// <param name="documented">The ids of errors that users can look up.</param>
internal sealed class FaultPlay(FaultNetwork network, int seed, Wallet wallet, string folder, IReadOnlySet<string> documented)
{
    /// <summary>How a run ends that reached its goal.</summary>
    public const string Done = "done";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongPatience = TimeSpan.FromHours(6);

    private readonly FaultSchedule _schedule = new(seed);

    /// <summary>Where to.</summary>
    public FaultNetwork Network => network;

    /// <summary>The file.</summary>
    public SubmittedFile File { get; private set; }

    /// <summary>How the upload with faults ended: <see cref="Done"/> or an error's id.</summary>
    public string Sent { get; private set; } = "";

    /// <summary>How the download with faults ended.</summary>
    public string Received { get; private set; } = "";

    /// <summary>Plays it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Mostly a few sectors, now and then a few segments.
        Random random = _schedule.Random;
        byte[] content = new byte[random.Next(20) == 0 ? random.Next(300_000, 700_000) : random.Next(1, 2_000)];
        random.NextBytes(content);
        int replicas = random.Next(1, network.Replicas + 1);
        File = new SubmittedFile(await RootOfAsync(content, cancellationToken), content.Length);
        Directory.CreateDirectory(folder);
        try
        {
            FaultClient first = new(network, _schedule, wallet, folder, replicas);
            Sent = await EndOfAsync(async () => await first.SendAsync(content, Patience, cancellationToken));
            Received = await EndOfAsync(async () => Compare(content, await first.ReceiveAsync(File.Root, cancellationToken)));

            FaultClient second = new(network, null, wallet, folder, replicas);
            UploadResult stored = await second.SendAsync(content, LongPatience, cancellationToken);
            Assert.Equal(File.Root, stored.Root);
            Compare(content, await second.ReceiveAsync(File.Root, cancellationToken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Everything that is needed to play it again.</summary>
    public override string ToString() =>
        $"Schedule {seed}: upload {Sent}, download {Received}; faults: {string.Join("; ", _schedule.Met)}";

    private async Task<string> EndOfAsync(Func<Task> act)
    {
        try
        {
            await act();
            return Done;
        }
        catch (ZeroGException failure)
        {
            Assert.True(documented.Contains(failure.ErrorId), $"about_ZeroG_Errors does not name {failure.ErrorId}: {failure}");
            return failure.ErrorId;
        }
    }

    private static void Compare(byte[] expected, byte[] actual) =>
        Assert.True(actual.AsSpan().SequenceEqual(expected), "Other bytes came back.");

    private static async Task<Hash256> RootOfAsync(byte[] content, CancellationToken cancellationToken)
    {
        using FileSource source = FileSource.FromBytes(content, "file");
        return (await FileTree.BuildAsync(source, null, cancellationToken)).Root;
    }
}
