using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Nodes;

/// <summary>The cmdlets that start, find, await, stop and read nodes, on a development network and on nodes beside it.</summary>
public sealed class NodeCmdletTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    private ModuleSession Session => devNet.Session;

    [Theory]
    [InlineData("Get-ZgNode tests")]
    [InlineData("Get-ZgNode t?sts")]
    [InlineData("'tests' | Get-ZgNode")]
    [InlineData("Get-ZgNode tests | Get-ZgNode")]
    [InlineData("[pscustomobject]@{ Name = 'tests' } | Get-ZgNode")]
    [InlineData("Get-ZgNode tests -Kind DevNet -State Running")]
    [InlineData("Get-ZgNode tests | Wait-ZgNode -PassThru")]
    public void EachWayToName_FindsTheNode(string script)
    {
        RunResult result = Session.Run(script);

        result.AssertNoErrors();
        Assert.Equal("tests", Assert.Single(result.Output).Properties["Name"].Value);
    }

    [Theory]
    [InlineData("'nobody', 'tests' | Get-ZgNode")]
    [InlineData("'nobody', 'tests' | Wait-ZgNode -PassThru")]
    public void UnknownName_IsAnErrorAndOthersGoOn(string script)
    {
        RunResult result = Session.Run(script);

        Assert.Equal("nobody", result.SingleError("ZgNodeNotFound").TargetObject);
        Assert.Single(result.Output);
    }

    [Fact]
    public void WildcardThatMatchesNothing_IsNoError()
    {
        RunResult result = Session.Run("Get-ZgNode nobody*");

        result.AssertNoErrors();
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Start_NameOfARunningNode_IsRefused()
    {
        ErrorRecord error = Session.Run("Start-ZgDevNet -Name TESTS").SingleError("ZgNodeExists");

        Assert.Equal(ErrorCategory.ResourceExists, error.CategoryInfo.Category);
        Assert.Equal("Running", Session.Run("(Get-ZgNode tests).State").Single().ToString());
    }

    [Fact]
    public void Start_PortInUse_IsAnErrorAndTheNameIsFreeAgain()
    {
        using TcpListener taken = new(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        RunResult result =
            Session.Run($"Start-ZgStorageNode port -Port {port}; (Get-ZgNode port).State; Start-ZgStorageNode port; Stop-ZgNode port");

        result.SingleError("ZgPortInUse");
        Assert.Equal("Faulted", result.Output[0].ToString());
        Assert.Equal(2, result.Output.Count);
    }

    [Fact]
    public void Start_StorageNodeAndIndexer_ServeAnUpload()
    {
        devNet.NewFile("beside.bin");

        RunResult result = Session.Run("""
            $storage = Start-ZgStorageNode beside -DataPath ./beside
            $indexer = Start-ZgIndexer guide -Node $storage
            Send-ZgFile beside.bin -Indexer $indexer | Get-ZgFile -Node $storage
            Stop-ZgNode guide, beside
            """);

        result.AssertNoErrors();
        Assert.Equal("Finalized", Assert.Single(result.Output).Properties["State"].Value.ToString());
        Assert.True(File.Exists(devNet.Folder["beside/node.log"]));
    }

    [Fact]
    public void Start_IndexerThatDiscovers_TellsPlacesAndNodes()
    {
        File.WriteAllText(devNet.Folder["places.json"], """{"198.51.100.7":{"city":"Oslo"}}""");

        RunResult result = Session.Run("""
            $storage = Start-ZgStorageNode seen
            $finder = Start-ZgIndexer finder -DiscoveryNode $storage.AdminUri -DiscoveryPort 5678, 5680 -DiscoveryInterval 60 `
                -UpdateInterval '00:02' -Node $storage -CacheSize 10 -CacheExpiry 3600 -PlacePath ./places.json
            Start-ZgIndexer finder2 -DiscoveryNode $storage.AdminUri
            'found' | Send-ZgFile -Name found.txt -Indexer $finder | Get-ZgFile -Indexer $finder
            Stop-ZgNode finder, finder2, seen
            """);

        result.AssertNoErrors();
        Assert.Equal("Finalized", result.Output[1].Properties["State"].Value.ToString());
    }

    [Theory]
    [InlineData("Start-ZgIndexer nothing")]
    [InlineData("Start-ZgIndexer nothing -Node http://127.0.0.1:1 -DiscoveryPort 5678")]
    [InlineData("Start-ZgIndexer nothing -DiscoveryNode ftp://127.0.0.1:1")]
    [InlineData("Start-ZgIndexer nothing -DiscoveryNode http://127.0.0.1:1 -DiscoveryPort 0")]
    [InlineData("Start-ZgIndexer nothing -DiscoveryNode http://127.0.0.1:1 -UpdateInterval 0")]
    public void Start_IndexerWithoutWhatItNeeds_IsRefused(string script)
    {
        Assert.Single(Session.Run(script).Errors);
        Assert.Empty(Session.Run("Get-ZgNode nothing*").Output);
    }

    [Theory]
    [InlineData("Start-ZgStorageNode -ShardId 0 -ShardCount 3")]
    [InlineData("Start-ZgStorageNode -ShardId 2 -ShardCount 2")]
    public void Start_ImpossibleShard_IsRefused(string script) => Session.Run(script).SingleError("ZgShardInvalid");

    [Fact]
    public void Start_ConfigFile_IsFollowedAndParametersWin()
    {
        string chain = Session.Run("(Get-ZgNode tests).Uri").Output.Single().ToString()!;
        string flow = Session.Run("(Get-ZgNetwork -Current).FlowAddress").Output.Single().ToString()!;
        File.WriteAllText(devNet.Folder["official.toml"], $"""
            blockchain_rpc_endpoint = "{chain}"
            log_contract_address = "{flow}"
            shard_position = "1/2"
            db_dir = "official"
            [rpc]
            listen_address = "0.0.0.0:0"
            """);

        RunResult result = Session.Run("""
            Start-ZgStorageNode file -ConfigPath official.toml
            $own = @{ ListenAddress = '127.0.0.1'; ShardId = 3; ShardCount = 4; DataPath = './mine'; Network = 'tests' }
            Start-ZgStorageNode both -ConfigPath official.toml @own
            Stop-ZgNode file, both
            """);

        result.AssertNoErrors();
        Assert.Contains("listens on 0.0.0.0", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(
            [(1L, 2L, devNet.Folder["official"]), (3L, 4L, devNet.Folder["mine"])],
            result.Output.Select(node => (PSObject)node).Select(node => (
                (long)((dynamic)node.Properties["Shard"].Value).ShardId, (long)((dynamic)node.Properties["Shard"].Value).NumShard,
                (string)node.Properties["DataPath"].Value)));
    }

    [Theory]
    [InlineData("ZgConfigInvalid", "[rpc]\nlisten_address = 5")]
    [InlineData("ZgConfigInvalid", "no toml")]
    public void Start_BadConfigFile_StartsNothing(string error, string text)
    {
        File.WriteAllText(devNet.Folder["bad.toml"], text);

        RunResult result = Session.Run("Start-ZgStorageNode never -ConfigPath bad.toml; Get-ZgNode nev*");

        result.SingleError(error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Start_ThreeShardsUnderOneFolder_ServeOneFileAndNoTwoShareAFolder()
    {
        devNet.NewFile("shards.bin", 3_000_000);

        RunResult result = Session.Run("""
            $shards = 0..3 | ForEach-Object { Start-ZgStorageNode "shard-$_" -ShardId $_ -ShardCount 4 -DataPath "./shards/$_" }
            Start-ZgStorageNode again -ShardId 0 -ShardCount 4 -DataPath ./shards/0
            $sent = Send-ZgFile shards.bin -Node $shards
            Receive-ZgFile $sent.Root -Node $shards -Destination received.bin
            Stop-ZgNode shard-*
            """);

        result.SingleError("ZgDataInUse");
        Assert.Equal(File.ReadAllBytes(devNet.Folder["shards.bin"]), File.ReadAllBytes(devNet.Folder["received.bin"]));
    }

    [Theory]
    [InlineData("Start-ZgDevNet never -WhatIf")]
    [InlineData("Start-ZgStorageNode never -WhatIf")]
    [InlineData("Start-ZgIndexer never -Node http://127.0.0.1:1 -WhatIf")]
    public void Start_WhatIf_StartsNothing(string script)
    {
        RunResult result = Session.Run(script + "; Get-ZgNode nev*");

        result.AssertNoErrors();
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Start_AnyAddress_GivesAWarning()
    {
        RunResult result = Session.Run("$null = Start-ZgIndexer open -Node http://127.0.0.1:1 -ListenAddress 0.0.0.0; Stop-ZgNode open");

        result.AssertNoErrors();
        Assert.Contains("0.0.0.0", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Stop_WhatIf_StopsNothing()
    {
        Session.Run("Stop-ZgNode tests -WhatIf").AssertNoErrors();

        Assert.Equal("Running", Session.Run("(Get-ZgNode tests).State").Single().ToString());
    }

    [Fact]
    public void Stop_NetworkOfTheSession_ItsConnectionEnds()
    {
        using ModuleSession other = new();

        RunResult result = other.Run("$null = Start-ZgDevNet brief; Stop-ZgNode brief -PassThru; Measure-ZgStorageCost -Size 1");

        Assert.Equal("Stopped", Assert.Single(result.Output).Properties["State"].Value.ToString());
        result.SingleError("ZgNotConnected");
    }

    [Fact]
    public void Start_SkipConnect_LeavesTheSessionAsItIs()
    {
        RunResult result = Session.Run(
            "$null = Start-ZgDevNet apart -SkipConnect; (Get-ZgNetwork -Current).Name; Stop-ZgNode apart; (Get-ZgNetwork -Current).Name");

        result.AssertNoErrors();
        Assert.Equal(["tests", "tests"], result.Output.Select(output => output.ToString()));
    }

    [Fact]
    public void Connect_FromAnotherRunspace_FindsTheRunningNetworkByName()
    {
        using ModuleSession other = new();

        RunResult result = other.Run("Connect-ZgNetwork tests -Wallet dev1; 'hi' | Send-ZgFile -Name hi.txt");

        result.AssertNoErrors();
        Assert.Equal("tests", Assert.Single(result.Output).Properties["Network"].Value);
    }

    [Theory]
    [InlineData("Wait-ZgNode tests -State Stopped -Timeout 0.2", "ZgTimeout")]
    [InlineData("$null = Start-ZgIndexer gone -Node http://127.0.0.1:1; Stop-ZgNode gone; Wait-ZgNode gone", "ZgNodeState")]
    public void Wait_StateThatDoesNotCome_IsAnError(string script, string errorId) => Session.Run(script).SingleError(errorId);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("'00:00'")]
    [InlineData("'25.00:00'")]
    public void Wait_TimeoutThatIsNoTime_IsRefused(string timeout) =>
        Assert.Single(Session.Run($"Wait-ZgNode tests -Timeout {timeout}").Errors);

    [Theory]
    [InlineData("1")]
    [InlineData("'1.5'")]
    [InlineData("'00:05'")]
    [InlineData("([timespan]::FromSeconds(2))")]
    public void Wait_TimeoutInEachForm_IsTaken(string timeout) => Session.Run($"Wait-ZgNode tests -Timeout {timeout}").AssertNoErrors();

    [Fact]
    public async Task Wait_Stopped_EndsAtOnceWithoutError()
    {
        using System.Management.Automation.PowerShell shell = Session.Prepare("'begun'; Wait-ZgNode tests -State Stopped");
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PSDataCollection<PSObject> output = [];
        output.DataAdded += (_, _) => begun.TrySetResult();
        shell.BeginInvoke<PSObject, PSObject>(input: null, output);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await shell.StopAtOnceAsync();

        Assert.Empty(shell.Streams.Error);
    }

    [Fact]
    public void Log_TailAndLevel_LastLinesOfThatLevelWithTheirNode()
    {
        RunResult result = Session.Run("Get-ZgNodeLog tests -Tail 1 -Level Information; Get-ZgNodeLog tests -Level Error");

        result.AssertNoErrors();
        PSObject line = Assert.Single(result.Output);
        Assert.Equal("tests", line.Properties["Node"].Value);
        Assert.Contains("is ready at", line.Properties["Message"].Value.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Log_Wait_EndsWithTheTimeOrTheNode()
    {
        RunResult timed = Session.Run("Get-ZgNodeLog tests -Tail 0 -Wait -Timeout 0.1");
        RunResult ended =
            Session.Run("$null = Start-ZgIndexer short -Node http://127.0.0.1:1; Stop-ZgNode short; Get-ZgNodeLog short -Wait");

        timed.AssertNoErrors();
        ended.AssertNoErrors();
        Assert.Contains("stopped", ended.Output[^1].Properties["Message"].Value.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Get-ZgNode te", "tests")]
    [InlineData("Send-ZgFile x -Network te", "tests")]
    [InlineData("Send-ZgFile x -Network gal", "galileo")]
    public void Completion_NamesOfNodesAndNetworks(string input, string completion)
    {
        RunResult result = Session.Run($"(TabExpansion2 '{input}' {input.Length}).CompletionMatches.CompletionText");

        Assert.Contains(completion, result.Output.Select(output => output.ToString()));
    }
}
