using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using ZeroG.Chain;
using ZeroG.Nodes.Detached;
using ZeroG.Nodes.Tests.Storage;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Detached;

/// <summary>
/// Starts that fail, with small programs in the place of a shell. Starts that succeed need a whole one: see the tests of the cmdlets.
/// </summary>
public sealed class NodeLauncherTests : IDisposable
{
    private readonly StateFixture _state = new();

    public void Dispose() => _state.Dispose();

    [Fact]
    public async Task Start_ProgramEnds_SaysExitCodeAndLastWords()
    {
        ZeroGException failure = await FailAsync(Launch(
            "read line; echo \"heard $line\"; echo boom >&2; exit 3", "set /p line=& echo heard !line!& echo boom>&2& exit 3"));

        Assert.Contains("exit code 3", failure.Message, StringComparison.Ordinal);
        Assert.Contains("boom", failure.Message, StringComparison.Ordinal);
        Assert.Contains("heard the script", failure.Message, StringComparison.Ordinal);
        DetachedNode node = _state.Store.Find("one")!;
        Assert.Equal((NodeState.Faulted, 3), (node.State, node.ExitCode));
    }

    [Fact]
    public async Task Start_NotReadyInTime_LeavesNoProcess()
    {
        int id = 0;

        ZeroGException failure = await FailAsync(Sleeper with { Timeout = TimeSpan.FromSeconds(1) }, said => id = ProcessIn(said));

        Assert.Contains("not ready after 1 s", failure.Message, StringComparison.Ordinal);
        Assert.NotEqual(0, id);
        Assert.Null(ProcessIdentity.Of(id));
    }

    [Fact]
    public async Task Start_Cancelled_LeavesNoProcessAndAnEndedRecord()
    {
        TaskCompletionSource<int> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenSource stop = new();

        Task<DetachedNode> start = NodeLauncher.StartAsync(
            _state.Store, Sleeper, said => started.TrySetResult(ProcessIn(said)), stop.Token);
        int id = await started.Task;
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start);
        Assert.Null(ProcessIdentity.Of(id));
        Assert.Equal(NodeState.Faulted, _state.Store.Find("one")!.State);
    }

    [Fact]
    public async Task Start_NextRun_DoesNotShowTheWordsOfTheLast()
    {
        await FailAsync(Launch("exit 1", "exit 1"));
        NodeStateFolder folder = _state.Store.FolderOf("one");
        await File.WriteAllTextAsync(folder.OutputPath, "an old crash");
        await File.WriteAllTextAsync(folder.LogPath, "2020-01-01T00:00:00.000Z ERR 0002 an old failure\n");

        ZeroGException failure = await FailAsync(Launch("exit 1", "exit 1"));

        Assert.Contains("It wrote nothing.", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_NameThatIsBeingStarted_IsRefused()
    {
        NodeStateFolder folder = _state.Store.FolderOf("one");
        folder.Create();
        using FileLock? other = await FileLock.TakeAsync(folder.StartLockPath, default);

        Assert.Equal("ZgNodeExists", (await Assert.ThrowsAsync<ZeroGException>(() => StartAsync(Launch("exit", "exit")))).ErrorId);
    }

    [Fact]
    public async Task Start_NameOfALivingNode_IsRefusedAndItsRecordStays()
    {
        NodeRecord record = StateFixture.NewRecord(NodeState.Running, ProcessIdentity.Current);
        NodeStateFolder folder = _state.Put(record);

        Assert.Equal("ZgNodeExists", (await Assert.ThrowsAsync<ZeroGException>(() => StartAsync(Launch("exit", "exit")))).ErrorId);
        Assert.Equal(record.Id, folder.Read()!.Id);
    }

    [Fact]
    public async Task Start_ProgramThatIsNone_SaysSo() => Assert.Contains(
        "cannot be run", (await FailAsync(Launch("", "") with { FileName = "/no/such/program" })).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Start_DescriptorThatThisProcessInherited_StaysHere()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The child looks at its descriptors in /proc.");
        using TempFolder folder = new();
        using FileStream inherited = File.Create(folder["inherited.txt"]);
        int descriptor = (int)inherited.SafeFileHandle.DangerousGetHandle();
        Assert.Equal(0, SetDescriptorFlags(descriptor, 2, 0));

        using Process plain = Process.Start(new ProcessStartInfo("sh", ["-c", "ls -l /proc/$$/fd"]) { RedirectStandardOutput = true })!;
        string inPlain = await plain.StandardOutput.ReadToEndAsync();

        // The shell's own pipe may be gone between being listed and being looked at.
        ZeroGException failure = await FailAsync(Launch("ls -l /proc/$$/fd 2>/dev/null | grep -c inherited.txt; exit 1", windows: ""));

        Assert.Contains("inherited.txt", inPlain, StringComparison.Ordinal);
        Assert.Contains("words:\n0.", failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, GetDescriptorFlags(descriptor, 1));
    }

    /// <summary>A program that neither reads nor ends.</summary>
    private static NodeLaunch Sleeper => OperatingSystem.IsWindows()
        ? Launch("", "") with { FileName = "ping", Arguments = ["-n", "600", "127.0.0.1"] }
        : Launch("exec sleep 600", "");

    // The process as the launcher says it to people.
    private static int ProcessIn(string said) => int.Parse(said.Split(' ')[1], CultureInfo.InvariantCulture);

    private static NodeLaunch Launch(string unix, string windows) => new()
    {
        Name = "one",
        Kind = NodeKind.Indexer,
        Command = "Start-ZgIndexer",
        Parameters = new Dictionary<string, string>(),
        FileName = OperatingSystem.IsWindows() ? "cmd" : "sh",
        Arguments = OperatingSystem.IsWindows() ? ["/d", "/v:on", "/c", windows] : ["-c", unix],
        Script = "the script\n",
        ModuleVersion = "0.1.0",
        Timeout = TimeSpan.FromSeconds(60),
    };

    private Task<DetachedNode> StartAsync(NodeLaunch launch, Action<string>? say = null) =>
        NodeLauncher.StartAsync(_state.Store, launch, say ?? (static _ => { }), default);

    private async Task<ZeroGException> FailAsync(NodeLaunch launch, Action<string>? say = null)
    {
        ZeroGException failure = await Assert.ThrowsAsync<ZeroGException>(() => StartAsync(launch, say));
        Assert.Equal("ZgNodeStartFailed", failure.ErrorId);
        return failure;
    }

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int SetDescriptorFlags(int descriptor, int command, nint flags);

    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int GetDescriptorFlags(int descriptor, int command);
}
