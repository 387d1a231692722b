using System.Management.Automation;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Networks;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Transactions;

namespace ZeroG.PowerShell.Wallets;

/// <summary>Tells what accounts hold.</summary>
[Cmdlet(VerbsCommon.Get, "ZgBalance")]
[OutputType(typeof(AccountBalance))]
public sealed class GetZgBalanceCommand : ZgCmdlet
{
    private Network? _network;
    private EthereumClient? _client;

    /// <summary>Accounts; that of the session's wallet when omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ByValue]
    public GivenAddress[]? Address { get; set; }

    /// <summary>The network to ask; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    protected override object? CurrentItem => Address;

    protected override async Task BeginAsync(CancellationToken cancellationToken)
    {
        _network = Session.Find(Network);
        _client = await _network.ConnectAsync(JsonRpcClientOptions.Default with { Trace = Debug }, cancellationToken: cancellationToken);
    }

    protected override async Task ProcessAsync(CancellationToken cancellationToken)
    {
        foreach (GivenAddress given in Address ?? [new GivenAddress(Session.RequireWallet().Address)])
        {
            await TryItemAsync(given.ToString(), async () =>
            {
                Address address = given.Read();
                TokenAmount amount = await _client!.GetBalanceAsync(address, cancellationToken: cancellationToken);
                await EmitAsync(new AccountBalance(address, amount, _network!.Name));
            });
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            _client?.Rpc.Dispose();
        }
    }
}
