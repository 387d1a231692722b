using System.Management.Automation;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Storage;

/// <summary>Storage nodes and their health, on a development network.</summary>
public sealed class GetZgStorageNodeCommandTests(DevNetSession devNet) : IClassFixture<DevNetSession>
{
    [Fact]
    public void Nodes_OfTheIndexer_AreListedHealthy()
    {
        PSObject node = Assert.Single(Run("Get-ZgStorageNode").Output);

        Assert.Equal(devNet.StorageNode.AbsoluteUri, Value(node, "Uri").ToString());
        Assert.Equal("Healthy", Value(node, "State").ToString());
        Assert.Equal("0/1", Value(node, "Shard").ToString());
        Assert.InRange((long)Value(node, "Lag"), 0, 100);
    }

    [Fact]
    public void Nodes_OneIsDead_ComesWithTheReasonInItsPlace()
    {
        RunResult result = Run("$all = 'http://127.0.0.1:1', (Get-ZgNode tests).StorageNodes[0].Uri; $all | Get-ZgStorageNode -Timeout 60");

        Assert.Equal(["Unreachable", "Healthy"], result.Output.Select(node => Value(node, "State").ToString()));
        Assert.NotEmpty((string)Value(result.Output[0], "Reason"));
    }

    [Fact]
    public void Root_OnlyHoldersAreListed_AndNoneIsAnError()
    {
        devNet.NewFile("held.bin");

        Assert.Single(Run("Get-ZgStorageNode -Root (Send-ZgFile held.bin).Root").Output);
        devNet.Session.Run("Get-ZgStorageNode -Root ('0x' + '7' * 64)").SingleError("ZgFileUnknown");
        devNet.Session.Run("Get-ZgStorageNode -Root 0x12").SingleError("ZgRootInvalid");
    }

    [Fact]
    public void Output_GoesIntoNodeOfOtherCommands()
    {
        devNet.NewFile("through.bin");

        Assert.Equal("Finalized", Run("(Send-ZgFile through.bin -Node (Get-ZgStorageNode)).State").Single().ToString());
    }

    [Fact]
    public void Output_AsALineOfAFile_IsANodeAllTheSame()
    {
        // What Import-Csv makes of an exported node: text, and an object of no type.
        devNet.NewFile("line.bin");

        RunResult result = Run($$"""
            $line = [pscustomobject]@{ Uri = '{{devNet.StorageNode}}'; State = 'Healthy' }
            ($line | Get-ZgStorageNode).Uri.AbsoluteUri
            (Send-ZgFile line.bin -Node $line).State
            """);

        Assert.Equal([devNet.StorageNode.AbsoluteUri, "Finalized"], result.Output.Select(output => output.ToString()));
    }

    [Fact]
    public void Network_WithoutIndexer_SaysWhatToGive() => devNet.Session.Run("""
        $null = Register-ZgNetwork bare -ChainId 31337 -RpcUri (Get-ZgNetwork -Current).RpcUri
        Get-ZgStorageNode -Network bare
        """).SingleError("ZgNoStorageNodes");

    private RunResult Run(string script)
    {
        RunResult result = devNet.Session.Run(script);
        result.AssertNoErrors();
        return result;
    }

    private static object Value(PSObject thing, string property) => thing.Properties[property].Value;
}
