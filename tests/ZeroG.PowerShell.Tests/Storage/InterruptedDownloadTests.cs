using System.Diagnostics;
using System.Text.Json;
using ZeroG.PowerShell.Tests.Engine;
using ZeroG.PowerShell.Tests.Shell;

namespace ZeroG.PowerShell.Tests.Storage;

/// <summary>Downloads whose process is killed, and disks that take no more: nothing half-done gets a file's name.</summary>
public sealed class InterruptedDownloadTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    private const int Segments = 16;
    private const string Variable = "ZEROG_TEST_DISK_KEY";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("", "")]
    [InlineData("-Encrypt", "-Decrypt -Wallet env:ZEROG_TEST_DOWNLOAD_WALLET")]
    public async Task Killed_ThenTheSameCommandAgain_FetchesTheRestOnly(string encrypt, string decrypt)
    {
        string name = $"killed{encrypt}.bin";
        string source = devNet.NewFile(name, (Segments * 256 * 1024) - 50);
        Environment.SetEnvironmentVariable(
            "ZEROG_TEST_DOWNLOAD_WALLET", "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80");
        string root = devNet.Session.Run($"(Send-ZgFile {name} {encrypt}).Root.ToString()").Single().ToString()!;
        string target = devNet.Folder[$"back{encrypt}.bin"];
        using ProxyNode node = new(devNet.StorageNode);
        string command = $"(Receive-ZgFile {root} -Destination '{target}' -Node {node.Uri} -Network galileo {decrypt}).Name";
        TaskCompletionSource half = new(TaskCreationOptions.RunContinuationsAsynchronously);
        node.Gate = async (request, closed) =>
        {
            // Half of the file comes; for the other half the node takes for ever. Eight segments are in flight, so the last one is
            // asked for only when the first half has been written.
            long segment = SegmentOf(request);
            if (segment == Segments - 1)
            {
                half.TrySetResult();
            }

            if (segment >= Segments / 2)
            {
                await Task.Delay(Timeout.Infinite, closed);
            }
        };
        using (Process first = ShellProcess.Start("-NonInteractive", "-Command", command))
        {
            await Task.WhenAny(
                half.Task,
                first.WaitForExitAsync(TestContext.Current.CancellationToken)).WaitAsync(Limit, TestContext.Current.CancellationToken);
            Assert.True(
                half.Task.IsCompleted,
                first.HasExited ? await first.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "");
            first.Kill();
            await first.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
        }

        Assert.False(File.Exists(target));
        // The header of an encrypted file is asked for again.
        node.Gate = null;
        int before = node.Requests.Count(IsSegment);

        ShellProcess second = await ShellProcess.RunAsync(null, "-NonInteractive", "-Command", command);

        Assert.Equal(("", 0), (second.Error, second.ExitCode));
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(target));
        Assert.False(File.Exists(target + ".download"));
        Assert.Equal((Segments / 2) + (decrypt.Length > 0 ? 1 : 0), node.Requests.Count(IsSegment) - before);
    }

    [Theory]
    [InlineData("Protect-ZgFile large.bin -Destination out.bin -EncryptionKey env:" + Variable)]
    [InlineData("Unprotect-ZgFile large.enc -Destination out.bin -EncryptionKey env:" + Variable)]
    [InlineData("Receive-ZgFile {0} -Destination out.bin -Node {1} -Network galileo")]
    public async Task DiskTakesNoMore_SaysSoAndNothingHasTheName(string script)
    {
        if (OperatingSystem.IsWindows())
        {
            // There is no limit that a process can set itself.
            return;
        }

        Environment.SetEnvironmentVariable(Variable, string.Concat(Enumerable.Repeat("5a", 32)));
        devNet.NewFile("large.bin", 6 << 20);
        devNet.Session.Run(
            $"$null = Protect-ZgFile large.bin -Destination large.enc -EncryptionKey env:{Variable} -Force").AssertNoErrors();
        object root = script.Contains("{0}", StringComparison.Ordinal) ? devNet.Session.Run("(Send-ZgFile large.bin).Root").Single() : "";
        string command =
            $"Set-Location '{devNet.Folder.Path}'; {string.Format(script, root, devNet.StorageNode)}; $Error[0].FullyQualifiedErrorId";
        ProcessStartInfo start = new("bash")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,

            // The runtime maps its code through a file without a name, which would be above the limit too.
            Environment = { ["DOTNET_EnableWriteXorExecute"] = "0" },
            ArgumentList =
            {
                "-c", "trap '' XFSZ; ulimit -f 2048; exec dotnet \"$0\" -NonInteractive -Command \"$1\"",
                Path.Combine(AppContext.BaseDirectory, "zg.dll"), command,
            },
        };
        using Process limited = Process.Start(start)!;
        Task<string> error = limited.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await limited.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await limited.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.True(output.StartsWith("ZgWriteFailed,", StringComparison.Ordinal), output + await error);
        Assert.False(File.Exists(devNet.Folder["out.bin"]));
        Assert.Empty(Directory.GetFiles(devNet.Folder.Path, "*.tmp"));

        // With room the same command goes through.
        devNet.Session.Run(string.Format(script, root, devNet.StorageNode)).AssertNoErrors();
        Assert.InRange(new FileInfo(devNet.Folder["out.bin"]).Length, 6 << 20, (6 << 20) + 17);
        File.Delete(devNet.Folder["out.bin"]);
    }

    private static bool IsSegment(string request) => SegmentOf(request) >= 0;

    private static long SegmentOf(string request)
    {
        using JsonDocument call = JsonDocument.Parse(request);
        return call.RootElement.GetProperty("method").GetString() == "zgs_downloadSegmentWithProofByTxSeq"
            ? call.RootElement.GetProperty("params")[1].GetInt64()
            : -1;
    }
}
