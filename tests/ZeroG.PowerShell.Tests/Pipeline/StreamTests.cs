using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Pipeline;

/// <summary>Work that lives across records, seen at Receive-ZgFile: order, early ends, Ctrl+C, and pipelines slower than the
/// work.</summary>
public sealed class StreamTests(StoredFilesSession stored) : IClassFixture<StoredFilesSession>
{
    private const string Segment = "zgs_downloadSegmentWithProofByTxSeq";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private ModuleSession Session => stored.Session;

    [Fact]
    public void ManyItems_SomeFail_ObjectsAndErrorsComeInTheOrderOfTheInput()
    {
        RunResult result = Session.Run("""
            $files[0..9] + '0x12' + $files[10..19] + ('0x' + '7' * 64) + $files[20..29] |
                Receive-ZgFile -Destination ./ordered 2>&1 |
                ForEach-Object { $_ -is [System.Management.Automation.ErrorRecord] ? "$($_.FullyQualifiedErrorId)" : $_.Name }
            """);

        string[] names = [.. Enumerable.Range(0, StoredFilesSession.Count).Select(i => $"file{i:00}")];
        string command = ",ZeroG.PowerShell.Storage.ReceiveZgFileCommand";
        Assert.Equal(
            [.. names[..10], "ZgRootInvalid" + command, .. names[10..20], "ZgFileUnknown" + command, .. names[20..]],
            result.Output.Select(output => output.ToString()));
        Assert.All(names, name => Assert.Equal(File.ReadAllText(stored.Folder[name]), File.ReadAllText(stored.Folder[$"ordered/{name}"])));
    }

    [Fact]
    public void ManyItems_FirstOneHeldBack_TheNextAreUnderWay()
    {
        using ProxyNode node = new(stored.StorageNode);
        TaskCompletionSource three = new();
        node.Gate = (request, closed) =>
        {
            if (request.Contains(Segment, StringComparison.Ordinal) && node.Count(Segment) == 3)
            {
                three.TrySetResult();
            }

            return request.Contains(Segment, StringComparison.Ordinal) ? three.Task.WaitAsync(Limit, closed) : Task.CompletedTask;
        };

        RunResult result = Session.Run($"$files | Receive-ZgFile -Destination ./several -Node {node.Uri} -ThrottleLimit 3");

        result.AssertNoErrors();
        Assert.Equal(StoredFilesSession.Count, result.Output.Count);
    }

    [Fact]
    public void Next_WantsOneOnly_EndsCleanlyAndLeavesTheRest()
    {
        RunResult result = Session.Run("$files | Receive-ZgFile -Destination ./first -ThrottleLimit 1 | Select-Object -First 1; 'after'");

        result.AssertNoErrors();
        Assert.Equal(["file00", "after"], result.Output.Select(Name));
        Assert.True(Received("first") < StoredFilesSession.Count, "All files were fetched for a pipeline that wanted one.");
    }

    [Fact]
    public void Item_FailsWithErrorActionStop_NothingBehindItIsEmitted()
    {
        RunResult result =
            Session.Run("$files[0..4] + '0x12' + $files[5..29] | Receive-ZgFile -Destination ./stop -ThrottleLimit 1 -ErrorAction Stop");

        result.SingleError("ZgRootInvalid");
        Assert.Equal(["file00", "file01", "file02", "file03", "file04"], result.Output.Select(Name));
        Assert.True(Received("stop") < StoredFilesSession.Count, "Files behind the end were fetched.");
        Session.Run("(Receive-ZgFile $files[7].Root -Destination ./stop/again).Name").AssertNoErrors();
    }

    [Fact]
    public void Next_IsSlow_WorkDoesNotRunAhead()
    {
        // One at work, four done and waiting, one that waits to be taken, one in the hand of the next command.
        Session.Set("ahead", 7);

        RunResult result = Session.Run("""
            $global:taken = 0
            $files | Receive-ZgFile -Destination ./slow -ThrottleLimit 1 | ForEach-Object {
                $there = [System.IO.Directory]::GetFiles((Join-Path (Get-Location).Path slow)).Count
                if ($there - $global:taken++ -gt $ahead) { "$there files are there when $taken were taken." }
            }
            $global:taken
            """);

        result.AssertNoErrors();
        Assert.Equal(StoredFilesSession.Count.ToString(), Assert.Single(result.Output).ToString());
    }

    [Fact]
    public void Before_FailsMidway_WorkEndsAndTheErrorIsItsOwn()
    {
        RunResult result = Session.Run("& { $files[0..2]; throw 'upstream' } | Receive-ZgFile -Destination ./upstream");

        Assert.Equal("upstream", Assert.Single(result.Errors).Exception.Message);
        Session.Run("(Receive-ZgFile $files[7].Root -Destination ./upstream/again).Name").AssertNoErrors();
    }

    [Fact]
    public async Task Stop_FilesInFlight_EndsAtOnceAndTheSameCommandGoesOn()
    {
        using ProxyNode node = new(stored.StorageNode);
        Task asked = node.HoldAsync(Segment);
        using System.Management.Automation.PowerShell shell =
            Session.Prepare($"$files | Receive-ZgFile -Destination ./stopped -Node {node.Uri}");
        IAsyncResult running = shell.BeginInvoke();
        await asked.WaitAsync(Limit);

        await shell.StopAtOnceAsync();

        Assert.Empty(shell.Streams.Error);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        RunResult again = Session.Run("$files | Receive-ZgFile -Destination ./stopped");
        again.AssertNoErrors();
        Assert.Equal(StoredFilesSession.Count, again.Output.Count);
    }

    [Fact]
    public void SameTarget_SeveralTimes_OneAfterTheOther()
    {
        RunResult kept = Session.Run("$files[0..5] | Receive-ZgFile -Destination ./same.bin");
        RunResult forced = Session.Run("$files[0..5] | Receive-ZgFile -Destination ./same.bin -Force");

        Assert.Equal(5, kept.Errors.Count);
        Assert.All(kept.Errors, error => Assert.StartsWith("ZgTargetExists,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        forced.AssertNoErrors();
        Assert.Equal("content of file 5", File.ReadAllText(stored.Folder["same.bin"]));
    }

    private int Received(string folder) => Directory.GetFiles(stored.Folder[folder], "file*").Length;

    private static string Name(PSObject output) => output.Properties["Name"]?.Value.ToString() ?? output.ToString();
}
