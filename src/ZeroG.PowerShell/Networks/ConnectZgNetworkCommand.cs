using System.Management.Automation;
using System.Security;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.DevNet;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Networks;

/// <summary>Makes a network, and perhaps a wallet, what the session means when a command names none.</summary>
[Cmdlet(VerbsCommunications.Connect, "ZgNetwork")]
[OutputType(typeof(Network))]
public sealed class ConnectZgNetworkCommand : ZgCmdlet
{
    /// <summary>Name of the network, or a network object.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = "";

    /// <summary>
    /// The wallet that pays: a name of Get-ZgWallet, <c>env:NAME</c> or <c>secret:Name</c> for a private key in an environment variable
    /// or a vault, or <c>dev0</c> to <c>dev19</c>. <c>dev0</c> on a development network that runs on this machine, none elsewhere, when
    /// omitted.
    /// </summary>
    [Parameter(Position = 1)]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Wallet { get; set; }

    /// <summary>The wallet's password; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>Another RPC address of the same chain.</summary>
    [Parameter]
    [HttpUri]
    public Uri? RpcUri { get; set; }

    /// <summary>Emits the network.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override object? CurrentItem => Name;

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        Network network = Session.Find(Name);
        network = RpcUri is null ? network : network with { RpcUri = RpcUri };
        EthereumClient client = await network.ConnectAsync(
            JsonRpcClientOptions.Default with { Trace = Debug }, cancellationToken: cancellationToken);
        client.Rpc.Dispose();
        Verbose($"{MaskedUri.Of(network.RpcUri)} serves chain {network.ChainId}.");

        bool isDevNet = ZgSession.DevelopmentNetworks().Any(other => other.Name == network.Name && other.RpcUri == network.RpcUri);
        Wallet? wallet = Wallet is not null ? await OpenWalletAsync(Wallet, network, Password, cancellationToken)
            : isDevNet ? DevNet.OpenWallet() : null;
        Session.Connect(network, wallet);
        Verbose($"Connected to {network.Name}{(wallet is null ? " without a wallet" : $" with wallet {wallet}")}.");
        if (PassThru)
        {
            await EmitAsync(network);
        }
    }
}
