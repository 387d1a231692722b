using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Storage;

/// <summary>What goes wrong with files on a network, each by its id, and that nothing is spent where nothing shall be.</summary>
public sealed class FileErrorTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    private const string StrangeRoot = "0x7777777777777777777777777777777777777777777777777777777777777777";

    private ModuleSession Session => devNet.Session;

    [Theory]
    [InlineData("Send-ZgFile empty.bin", "ZgFileEmpty", ErrorCategory.InvalidData)]
    [InlineData("Send-ZgFile missing.bin", "ZgFileNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Send-ZgFile directory", "ZgFileIsDirectory", ErrorCategory.InvalidArgument)]
    [InlineData("Measure-ZgStorageCost empty.bin", "ZgFileEmpty", ErrorCategory.InvalidData)]
    [InlineData("Get-ZgFile 0x1234", "ZgRootInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Receive-ZgFile 0x1234", "ZgRootInvalid", ErrorCategory.InvalidArgument)]
    [InlineData("Test-ZgFile 0x1234", "ZgRootInvalid", ErrorCategory.InvalidArgument)]
    [InlineData($"Get-ZgFile {StrangeRoot}", "ZgFileUnknown", ErrorCategory.ObjectNotFound)]
    [InlineData($"Receive-ZgFile {StrangeRoot} strange.bin", "ZgFileUnknown", ErrorCategory.ObjectNotFound)]
    [InlineData("Send-ZgFile small.bin -Network nowhere", "ZgNetworkNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("Send-ZgFile small.bin -MaxFee '1 neuron'", "ZgFeeTooHigh", ErrorCategory.LimitsExceeded)]
    public void BadInput_IsTheErrorOfThatId(string script, string errorId, ErrorCategory category)
    {
        File.WriteAllText(devNet.Folder["empty.bin"], "");
        Directory.CreateDirectory(devNet.Folder["directory"]);
        devNet.NewFile("small.bin");

        RunResult result = Session.Run(script);

        ErrorRecord error = result.SingleError(errorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.NotNull(error.TargetObject);
        Assert.NotNull(error.ErrorDetails?.RecommendedAction);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void BadRootAmongGood_OneErrorAndTheOthers()
    {
        devNet.NewFile("among.bin");

        RunResult result = Session.Run("$root = (Send-ZgFile among.bin).Root; $root, '0x12', $root | Get-ZgFile");

        Assert.Equal("0x12", result.SingleError("ZgRootInvalid").TargetObject);
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void Send_MissingFileWhereClocksAreAheadOfUtc_IsTheSameError()
    {
        // The time of no file is no time of that zone.
        RunResult result = Session.Run("""
            $zone = $env:TZ
            try { $env:TZ = 'Asia/Kathmandu'; [TimeZoneInfo]::ClearCachedData(); Send-ZgFile missing.bin }
            finally { $env:TZ = $zone; [TimeZoneInfo]::ClearCachedData() }
            """);

        Assert.Equal("missing.bin", Path.GetFileName(result.SingleError("ZgFileNotFound").TargetObject.ToString()));
    }

    [Fact]
    public void Send_WhateverIsWrong_TheErrorIsAboutTheFile()
    {
        // Below the cmdlet the failure is about a root; what can be tried again is the file.
        string path = devNet.NewFile("dear.bin");

        ErrorRecord error = Session.Run("'dear.bin' | Send-ZgFile -MaxFee '1 neuron'").SingleError("ZgFeeTooHigh");

        Assert.Equal(path, error.TargetObject);
    }

    [Theory]
    [InlineData("-RecipientPublicKey $null")]
    [InlineData("-EncryptionKey $null")]
    [InlineData("-EncryptionKeyPath $null")]
    [InlineData("-Node @()")]
    [InlineData("-Node $null")]
    [InlineData("-Method best")]
    [InlineData("-Method 0")]
    public void Send_ParameterCameToNothing_IsRefusedAndNothingIsSent(string parameter)
    {
        // A variable that is not set must not turn into "not encrypted" or "wherever the indexer likes".
        string root = Session.Run($"(Get-ZgFileHash '{devNet.NewFile("nothing.bin")}').Root").Single().ToString()!;

        ErrorRecord error = Assert.Single(Session.Run($"Send-ZgFile nothing.bin {parameter}").Errors);

        Assert.Equal(ErrorCategory.InvalidData, error.CategoryInfo.Category);
        Session.Run($"Get-ZgFile {root}").SingleError("ZgFileUnknown");
    }

    [Theory]
    [InlineData("min")]
    [InlineData("MAX")]
    [InlineData("random")]
    [InlineData("1")]
    public void Send_Method_IsWhatTheIndexerChoosesBy(string method)
    {
        devNet.NewFile("method.bin");

        Assert.Equal("Finalized", Session.Run($"(Send-ZgFile method.bin -Method {method}).State").Single().ToString());
    }

    [Fact]
    public void Receive_SizeOfTheManifestIsNotTheNodes_IsRefused()
    {
        devNet.NewFile("sized.bin");

        RunResult result = Session.Run("""
            $root = (Send-ZgFile sized.bin).Root
            function Receive($name, $size) {
                [pscustomobject]@{ Root = $root; Name = $name; Size = $size } | Receive-ZgFile -Destination sized/ | ForEach-Object Name
            }

            Receive right.bin '1000'
            Receive unknown.bin ''
            Receive wrong.bin '1001'
            """);

        Assert.Equal(["right.bin", "unknown.bin"], result.Output.Select(name => name.ToString()));
        result.SingleError("ZgSizeMismatch");
    }

    [Fact]
    public void Send_OneOfTwoNamedNodesIsGone_FailsUnlessReplicaSaysThatOneIsEnough()
    {
        devNet.NewFile("replica.bin");
        Session.Set("named", new[] { devNet.StorageNode, new Uri("http://127.0.0.1:1") });

        Session.Run("Send-ZgFile replica.bin -Node $named").SingleError("ZgRpcUnreachable");
        Session.Run("Send-ZgFile replica.bin -Node $named -Replica 2").SingleError("ZgRpcUnreachable");
        RunResult sent = Session.Run("Send-ZgFile replica.bin -Node $named -Replica 1 | ForEach-Object State");

        sent.AssertNoErrors();
        Assert.Equal("Finalized", sent.Output.Single().ToString());
    }

    [Fact]
    public void NotConnected_NamesBothCommandsThatHelp()
    {
        using ModuleSession fresh = new();

        foreach (string script in
            (string[])["Send-ZgFile x", "Measure-ZgStorageCost -Size 1", $"Get-ZgFile {StrangeRoot}", $"Receive-ZgFile {StrangeRoot}"])
        {
            ErrorRecord error = fresh.Run(script).SingleError("ZgNotConnected");
            Assert.Contains("Connect-ZgNetwork", error.Exception.Message, StringComparison.Ordinal);
            Assert.Contains("Start-ZgDevNet", error.Exception.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Send_WhatIf_SpendsAndSendsNothing()
    {
        devNet.NewFile("whatif.bin");

        RunResult result = Session.Run("""
            $before = (Get-ZgBalance).Amount
            Send-ZgFile whatif.bin -WhatIf
            $before -eq (Get-ZgBalance).Amount
            Test-ZgFile (Get-ZgFileHash whatif.bin).Root -SkipProof -Quiet
            """);

        result.AssertNoErrors();
        Assert.Equal([true, false], result.Output.Select(output => output.BaseObject));
    }

    [Fact]
    public void Send_Verbose_NamesFileSizeFeeAndPayer()
    {
        devNet.NewFile("named.bin", size: 2048);

        string asked = Assert.Single(
            Session.Run("Send-ZgFile named.bin -Verbose").Verbose, message => message.StartsWith("Performing", StringComparison.Ordinal));

        Assert.Contains($"named.bin ({2:0.0} KiB)", asked, StringComparison.Ordinal);
        Assert.Contains("fee of 0.0000", asked, StringComparison.Ordinal);
        Assert.Contains("dev0", asked, StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_TargetExists_IsKeptUnlessForced()
    {
        string sent = devNet.NewFile("target.bin");
        File.WriteAllText(devNet.Folder["existing.bin"], "mine");

        Session.Run("Send-ZgFile target.bin | Receive-ZgFile -Destination existing.bin").SingleError("ZgTargetExists");
        Assert.Equal("mine", File.ReadAllText(devNet.Folder["existing.bin"]));

        Session.Run("Send-ZgFile target.bin | Receive-ZgFile -Destination existing.bin -Force").AssertNoErrors();
        Assert.Equal(File.ReadAllBytes(sent), File.ReadAllBytes(devNet.Folder["existing.bin"]));
    }

    [Fact]
    public void Send_WalletWithoutMoney_SaysHowMuchIsMissing()
    {
        devNet.NewFile("poor.bin");
        Environment.SetEnvironmentVariable("ZEROG_TEST_KEY", new string('7', 64));

        ErrorRecord error = Session.Run("Send-ZgFile poor.bin -Wallet env:ZEROG_TEST_KEY").SingleError("ZgInsufficientFunds");

        Assert.Matches(@"0\.\d+ 0G", error.Exception.Message);
        Assert.Equal(ErrorCategory.LimitsExceeded, error.CategoryInfo.Category);
    }

    [Fact]
    public void Send_ServerOfAnotherChain_IsRefusedBeforeAnythingIsPaid()
    {
        devNet.NewFile("chain.bin");

        Session.Run("""
            $current = Get-ZgNetwork -Current
            $null = Register-ZgNetwork other -ChainId 16601 -RpcUri $current.RpcUri -IndexerUri $current.IndexerUri
            Send-ZgFile chain.bin -Network other
            """).SingleError("ZgWrongChain");
    }

    [Fact]
    public void Send_FileChangesAfterItWasHashed_SaysSo()
    {
        string path = devNet.NewFile("changing.bin", size: 500_000);
        using ProxyNode node = new(devNet.StorageNode);
        node.Gate = (request, _) =>
        {
            // The node is asked for the root once that is known, and before any segment is read to be sent.
            if (request.Contains("\"zgs_getFileInfo\"", StringComparison.Ordinal))
            {
                devNet.NewFile("changing.bin", size: 500_000);
            }

            return Task.CompletedTask;
        };

        ErrorRecord error = Session.Run($"Send-ZgFile changing.bin -Node {node.Uri}").SingleError("ZgFileChanged");

        Assert.Equal(path, error.TargetObject);
    }

    [Theory]
    [InlineData("", "ZgProofInvalid")]
    [InlineData("-SkipProof", "ZgRootMismatch")]
    public void Receive_NodeSendsCorruptedSegments_FileDoesNotGetItsName(string proof, string errorId)
    {
        devNet.NewFile("corrupt.bin", size: 300_000);
        using LyingNode liar = new(devNet.StorageNode);

        RunResult result = Session.Run($"Send-ZgFile corrupt.bin | Receive-ZgFile -Destination lie{errorId}.bin -Node {liar.Uri} {proof}");

        Assert.Equal(ErrorCategory.SecurityError, result.SingleError(errorId).CategoryInfo.Category);
        Assert.False(File.Exists(devNet.Folder[$"lie{errorId}.bin"]));
    }

    [Fact]
    public void Test_NodeSendsCorruptedSegments_ProofFails()
    {
        devNet.NewFile("lied.bin");
        using LyingNode liar = new(devNet.StorageNode);

        RunResult result = Session.Run($"Send-ZgFile lied.bin | Test-ZgFile -Node {liar.Uri}");

        result.AssertNoErrors();
        Assert.Equal([true, true, false], result.Output.Select(output => output.Properties["Passed"].Value));
    }

    [Fact]
    public async Task Send_Stopped_EndsThoughNothingIsMinedAndTheSameCommandGoesOn()
    {
        devNet.NewFile("stopped.bin", size: 40_000_000);
        await ChainControl.MineAsync(devNet.ChainUri, automatically: false);
        using System.Management.Automation.PowerShell shell = Session.Prepare("Send-ZgFile stopped.bin -Verbose");
        TaskCompletionSource paying = new();
        shell.Streams.Verbose.DataAdded += (_, _) =>
        {
            if (shell.Streams.Verbose[^1].Message.StartsWith("Waiting for transaction", StringComparison.Ordinal))
            {
                paying.TrySetResult();
            }
        };
        IAsyncResult running = shell.BeginInvoke();
        await paying.Task.WaitAsync(TimeSpan.FromSeconds(60));

        // The command itself would wait ten minutes for the transaction.
        await shell.StopAsync(null, null).WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        await ChainControl.MineAsync(devNet.ChainUri, automatically: true);
        RunResult again = Session.Run("""
            $before = (Get-ZgBalance).Amount
            (Send-ZgFile stopped.bin).State
            $before -eq (Get-ZgBalance).Amount
            """);
        again.AssertNoErrors();
        Assert.Equal(["Finalized", "True"], again.Output.Select(output => output.ToString()));
    }
}
