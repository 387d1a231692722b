using System.Diagnostics;
using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Nodes;

/// <summary>Nodes in processes of their own, seen and steered from a session that did not start them.</summary>
public sealed class DetachedNodeTests(DetachedNodes nodes) : IClassFixture<DetachedNodes>
{
    private ModuleSession Session => nodes.Session;

    [Fact]
    public void Start_FromZg_SaysWhatWentWellAndWhatNot()
    {
        string[] lines = nodes.Run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Empty(nodes.Run.Error);
        Assert.Equal("life Running life True", lines[0]);
        Assert.StartsWith("ZgNodeExists,", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("ZgNodeExists,", lines[2], StringComparison.Ordinal);
        Assert.StartsWith("ZgNodeStartFailed,", lines[3], StringComparison.Ordinal);
        Assert.Contains("is in use by another program", string.Join(' ', lines[4..]), StringComparison.Ordinal);
        Assert.Equal("Faulted ZgPortInUse", Session.Run("$bad = Get-ZgNode bad; \"$($bad.State) $($bad.Failure.ErrorId)\"").Single());
    }

    [Fact]
    public void Life_FromAnotherSession_IsUsedReadAndStopped()
    {
        RunResult used = Session.Run("""
            Connect-ZgNetwork life
            'hello' | Send-ZgFile -Name hello.txt | Get-ZgFile
            Get-ZgNodeLog life -Tail 1
            """);

        used.AssertNoErrors();
        Assert.Equal("Finalized", used.Output[0].Properties["State"].Value.ToString());
        Assert.Equal("life", used.Output[1].Properties["Node"].Value);
        Assert.Contains("is ready at", used.Output[1].Properties["Message"].Value.ToString(), StringComparison.Ordinal);

        RunResult stopped = Session.Run("Stop-ZgNode life -PassThru -Verbose; Stop-ZgNode life; Measure-ZgStorageCost -Size 1");

        stopped.SingleError("ZgNotConnected");
        PSObject node = Assert.Single(stopped.Output);
        Assert.Equal("Stopped", node.Properties["State"].Value.ToString());
        Assert.Equal(0, node.Properties["ExitCode"].Value);
        Assert.Contains(stopped.Verbose, line => line.Contains("is asked to stop", StringComparison.Ordinal));
        Assert.DoesNotContain(stopped.Verbose, line => line.Contains("SIGTERM", StringComparison.Ordinal));
    }

    [Fact]
    public void Killed_IsReportedAndRemoved()
    {
        int id = nodes.ProcessId("killed");
        Assert.Equal("Running", Session.Run("(Get-ZgNode killed).State").Single().ToString());
        if (OperatingSystem.IsLinux())
        {
            Assert.DoesNotContain("hidden", File.ReadAllText($"/proc/{id}/cmdline"), StringComparison.Ordinal);
        }

        string[] files = Directory.GetFiles(Path.Combine(nodes.States, "killed"));
        foreach (string file in files.Where(file => Path.GetExtension(file) != ".lock"))
        {
            Assert.DoesNotContain("hidden", ReadWhileWritten(file), StringComparison.Ordinal);
        }

        Session.Run("Remove-ZgNode killed").SingleError("ZgNodeState");
        using (Process process = Process.GetProcessById(id))
        {
            process.Kill();
            process.WaitForExit(30_000);
        }

        RunResult result = Session.Run("""
            Wait-ZgNode killed -State Faulted -PassThru
            (Get-ZgNodeLog killed).Message
            Stop-ZgNode killed
            Remove-ZgNode killed
            """);
        result.AssertNoErrors();
        Assert.Contains("ended without a word", result.Output[0].Properties["Failure"].Value.ToString(), StringComparison.Ordinal);
        Assert.Contains("is ready at", result.Output[1].ToString(), StringComparison.Ordinal);
        Session.Run("Get-ZgNode killed").SingleError("ZgNodeNotFound");
    }

    [Theory]
    [InlineData("paid")]
    [InlineData("before")]
    public async Task Endpoints_OfANodeWithMetrics_SayWhereTheyAre(string name)
    {
        string admin = Session.Run($"(Get-ZgNode {name}).Endpoints['admin']").Single().ToString()!;
        using HttpClient http = new();

        Assert.Contains("# TYPE zerog_", await http.GetStringAsync(new Uri(new Uri(admin), "/metrics")), StringComparison.Ordinal);
    }

    [Fact]
    public void Paid_KeyOfTheBackend_IsOnNoCommandLineAndInNoFile()
    {
        RunResult result = Session.Run("""
            $node = Get-ZgNode paid
            "$($node.State) $($node.Kind)"
            $node.Parameters["BackendKey"]
            $node.Endpoints.Keys -join " "
            """);

        result.AssertNoErrors();
        Assert.Equal("Running ComputeProvider", result.Output[0].ToString());
        Assert.Equal("********", result.Output[1].ToString());
        Assert.Contains("admin", result.Output[2].ToString(), StringComparison.Ordinal);
        if (OperatingSystem.IsLinux())
        {
            string line = File.ReadAllText($"/proc/{nodes.ProcessId("paid")}/cmdline");
            Assert.DoesNotContain("hidden-key", line, StringComparison.Ordinal);
        }

        string[] files = Directory.GetFiles(Path.Combine(nodes.States, "paid"));
        Assert.All(files.Where(file => Path.GetExtension(file) != ".lock"), file =>
            Assert.DoesNotContain("hidden-key", ReadWhileWritten(file), StringComparison.Ordinal));
    }

    [Fact]
    public void Owned_EndsWithItsOwner()
    {
        Assert.Equal("Running", Session.Run("(Get-ZgNode owned).State").Single().ToString());

        nodes.Owner.Kill();

        RunResult result = Session.Run("Get-ZgNodeLog owned -Wait -Timeout 60; Wait-ZgNode owned -State Stopped -PassThru");
        result.AssertNoErrors();
        Assert.Contains(
            result.Output,
            line => line.Properties["Message"]?.Value is string text && text.Contains("has ended", StringComparison.Ordinal));
    }

    [Fact]
    public void Deaf_IsTerminated()
    {
        Assert.True(Directory.Exists(nodes.Folder[DetachedNodes.OddFolder]));
        Assert.Equal("1", Session.Run("(Get-ZgNode deaf).Parameters['ShardId']").Single());
        File.Delete(Path.Combine(nodes.States, "deaf", "control.json"));

        RunResult result = Session.Run("Stop-ZgNode deaf -Verbose; Get-ZgNode deaf");

        result.AssertNoErrors();
        string step = OperatingSystem.IsWindows() ? "is killed" : "is sent SIGTERM";
        Assert.Contains(result.Verbose, line => line.Contains(step, StringComparison.Ordinal));
        PSObject node = Assert.Single(result.Output);
        Assert.Equal("Stopped", node.Properties["State"].Value.ToString());
        Assert.Equal(OperatingSystem.IsWindows() ? 137 : 0, node.Properties["ExitCode"].Value);
    }

    [Theory]
    [InlineData("Start-ZgIndexer 'a b' -Node http://127.0.0.1:1 -Detached", "ZgNodeNameInvalid")]
    [InlineData(
        "$path = $env:PATH; $env:PATH = ''; Start-ZgIndexer any -Node http://127.0.0.1:1 -Detached; $env:PATH = $path", "ZgNodeNoShell")]
    public void Start_InThisHost_IsRefused(string script, string errorId) => Session.Run(script).SingleError(errorId);

    [Fact]
    public void StatePath_Elsewhere_HasOtherNodes()
    {
        Session.Run("Get-ZgNode bad -StatePath ./elsewhere").SingleError("ZgNodeNotFound");

        Assert.Equal("bad", Session.Run("(Get-ZgNode ba*).Name").Single());
    }

    // The node has its logs open, which on Windows keeps out whoever would not let it write.
    private static string ReadWhileWritten(string path)
    {
        using StreamReader reader = new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        return reader.ReadToEnd();
    }
}
