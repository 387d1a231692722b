using System.Management.Automation;
using System.Security;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Accounts;
using ZeroG.PowerShell.Pipeline;
using ZeroG.PowerShell.Secrets;
using ZeroG.PowerShell.Session;
using ZeroG.PowerShell.Transactions;
using ZeroG.PowerShell.Wallets;

namespace ZeroG.PowerShell.Compute;

/// <summary>
/// A cmdlet of the compute network: opens the contracts, the wallet and what the wallet may pay for, once for all items. A derived cmdlet
/// that overrides <see cref="ZgCmdlet.BeginAsync"/> calls <see cref="OpenAsync"/> first.
/// </summary>
public abstract class ComputeCmdlet : ZgCmdlet
{
    private ChainAccess? _chain;

    /// <summary>The network; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>The wallet whose account it is and that pays; the session's when omitted.</summary>
    [Parameter]
    [ByName]
    [ArgumentCompleter(typeof(WalletNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Wallet { get; set; }

    /// <summary>The wallet's password; asked for when the host is interactive.</summary>
    [Parameter]
    [Secret]
    public SecureString? Password { get; set; }

    /// <summary>The contracts.</summary>
    private protected ComputeClient Compute { get; private set; } = null!;

    /// <summary>What the wallet may pay for; null where <see cref="NeedsWallet"/> is false and there is none.</summary>
    private protected ComputeAccount Account { get; private set; } = null!;

    /// <summary>The wallet; null where <see cref="NeedsWallet"/> is false and there is none.</summary>
    private protected Wallet Payer { get; private set; } = null!;

    /// <summary>False for a cmdlet that can do without an open wallet. A kept one is then not opened, so that no password is needed to
    /// look at its account.</summary>
    private protected virtual bool NeedsWallet => true;

    /// <summary>The most that the fee of each transaction may be; null for no limit.</summary>
    private protected virtual TokenAmount? FeeLimit => null;

    /// <summary>True for a cmdlet whose calls may have references.</summary>
    private protected virtual bool TakesReference => false;

    protected override Task BeginAsync(CancellationToken cancellationToken) => OpenAsync(cancellationToken);

    /// <summary>Opens network, wallet and contracts.</summary>
    /// <exception cref="ZeroGException"><c>ZgNotConnected</c>, <c>ZgNoWallet</c>, <c>ZgWrongChain</c>,
    /// <c>ZgComputeUnknown</c>.</exception>
    private protected async Task OpenAsync(CancellationToken cancellationToken)
    {
        Network network = Session.Find(Network);
        bool staysClosed = !NeedsWallet && FindKept() is not null;
        Wallet? wallet = staysClosed ? null : await FindWalletAsync(Wallet, network, Password, cancellationToken);
        if (wallet is null && NeedsWallet)
        {
            wallet = Session.RequireWallet();
        }

        _chain = Own(new ChainAccess(Debug));
        Compute = new ComputeClient(network, await _chain.ConnectAsync(network, cancellationToken));
        if (wallet is not null)
        {
            Payer = wallet;
            TransactionSender sender = await _chain.OpenSenderAsync(network, wallet, Session.FeesOf(network), cancellationToken);
            Account = new ComputeAccount(
                Compute, sender, TakesReference ? await _chain.OpenJournalAsync(network, cancellationToken) : null)
            {
                MaxFee = FeeLimit,
            };
        }
    }

    /// <summary>Whose account is meant: that of the wallet named, or of the session's.</summary>
    /// <exception cref="ZeroGException"><c>ZgNotConnected</c>, <c>ZgNoWallet</c>.</exception>
    private protected Address RequireUser() => FindKept() ?? Payer?.Address ?? Session.RequireWallet().Address;

    /// <summary>The address of a kept wallet that was named; null when none was, or its file does not say it.</summary>
    private Address? FindKept() => Wallet is { } name
        ? new WalletStore().List().FirstOrDefault(kept => kept.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Address
        : null;
}
