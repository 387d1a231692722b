using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using ZeroG.PowerShell.Tests.Engine;

namespace ZeroG.PowerShell.Tests.Pipeline;

/// <summary>What every cmdlet inherits: Ctrl+C, pipelines that end early, errors of items and of the whole.</summary>
public sealed class PipelineTests : IDisposable
{
    private readonly UserHome _home = new();
    private readonly ModuleSession _session = new();

    public void Dispose()
    {
        _session.Dispose();
        _home.Dispose();
    }

    [Fact]
    public async Task Stop_ServerNeverAnswers_EndsAtOnceWithoutAnError()
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        using System.Management.Automation.PowerShell shell = _session.Prepare(
            $"Connect-ZgNetwork devnet -RpcUri http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        IAsyncResult running = shell.BeginInvoke();
        using TcpClient asked = await silent.AcceptTcpClientAsync();

        await shell.StopAtOnceAsync();

        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Empty(shell.Streams.Error);
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
    }

    [Fact]
    public void Next_CommandWantsNoMore_EndsQuietlyAndTheSessionGoesOn()
    {
        RunResult result =
            _session.Run("do { Get-ZgNetwork | ForEach-Object { $_.Name; break } } while ($false); (Get-ZgNetwork galileo).ChainId");

        result.AssertNoErrors();
        Assert.Equal(["mainnet", "16602"], result.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void Item_FailsWithErrorActionStop_EndsThePipelineWithItsId()
    {
        RunResult result = _session.Run("'galileo', 'nowhere', 'mainnet' | Get-ZgNetwork -ErrorAction Stop");

        result.SingleError("ZgNetworkNotFound");
        Assert.DoesNotContain(result.Output, network => (string)network.Properties["Name"].Value == "mainnet");
    }

    [Fact]
    public void Item_FailsWithErrorVariable_IsKeptThereAndSilent()
    {
        RunResult result = _session.Run("""
            Get-ZgNetwork nowhere -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures.Count
            $failures[0].FullyQualifiedErrorId
            """);

        result.AssertNoErrors();
        Assert.Equal(
            ["1", "ZgNetworkNotFound,ZeroG.PowerShell.Networks.GetZgNetworkCommand"], result.Output.Select(item => item.ToString()));
    }

    [Fact]
    public void Session_NotConnected_EndsThePipelineOnce()
    {
        RunResult result =
            _session.Run("'0x70997970C51812dc3A010C7d01b50e0d17dc79C8', '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC' | Get-ZgBalance");

        ErrorRecord error = result.SingleError("ZgNotConnected");
        Assert.Equal("The session is not connected to a network.", error.ErrorDetails.Message);
        Assert.Equal(
            "Use Connect-ZgNetwork for a public one, or Start-ZgDevNet for one in this process.", error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Verbose_AndObjects_ComeInTheOrderOfTheWork()
    {
        using ScriptedChain chain = new(31337);

        RunResult result = _session.Run($"Connect-ZgNetwork devnet -RpcUri {chain.Uri} -PassThru -Verbose");

        Assert.Equal("devnet", result.Single().ToString());
        Assert.Equal(2, result.Verbose.Count);
        Assert.EndsWith("serves chain 31337.", result.Verbose[0], StringComparison.Ordinal);
        Assert.Equal("Connected to devnet without a wallet.", result.Verbose[1]);
    }
}
