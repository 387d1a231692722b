using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using ZeroG.Chain;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes;
using ZeroG.Nodes.Detached;
using ZeroG.PowerShell.Nodes;

namespace ZeroG.PowerShell.Session;

/// <summary>
/// What the cmdlets of one runspace mean when nothing else is said: a network and the wallet that pays. It ends with the runspace.
/// </summary>
internal sealed class ZgSession
{
    private static readonly ConditionalWeakTable<Runspace, ZgSession> Sessions = [];

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<(string Name, ulong ChainId), FeePolicy> _fees = new();

    /// <summary>The session of the runspace whose pipeline thread calls.</summary>
    public static ZgSession Current => Sessions.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The network; null before Connect-ZgNetwork or Start-ZgDevNet.</summary>
    public Network? Network { get; private set; }

    /// <summary>The wallet, open; null when none was chosen.</summary>
    public Wallet? Wallet { get; private set; }

    /// <summary>Makes a network, and perhaps a wallet, the session's own.</summary>
    /// <param name="network">The network.</param>
    /// <param name="wallet">An open wallet, disposed with the connection; null keeps none.</param>
    public void Connect(Network network, Wallet? wallet)
    {
        lock (_gate)
        {
            Wallet?.Dispose();
            (Network, Wallet) = (network, wallet);
        }
    }

    /// <summary>Forgets network and wallet.</summary>
    public void Disconnect()
    {
        lock (_gate)
        {
            Wallet?.Dispose();
            (Network, Wallet) = (null, null);
        }
    }

    /// <summary>The session's network.</summary>
    /// <exception cref="ZeroGException"><c>ZgNotConnected</c>.</exception>
    public Network RequireNetwork() => Network ?? throw new ZeroGException(
        "ZgNotConnected", ErrorKind.InvalidOperation,
        "The session is not connected to a network. Use Connect-ZgNetwork for a public one, or Start-ZgDevNet for one in this process.");

    /// <summary>
    /// The network of that name: the session's own, a running development network, or one of the catalog; the session's without a
    /// name.
    /// </summary>
    /// <exception cref="ZeroGException"><c>ZgNotConnected</c>, <c>ZgNetworkNotFound</c>.</exception>
    public Network Find(string? name) => name is null ? RequireNetwork()
        : AtHand().FirstOrDefault(network => network.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            ?? new NetworkCatalog().Get(name);

    /// <summary>The networks that need no catalog: the session's own, and the development networks that run on this machine.</summary>
    public IEnumerable<Network> AtHand() => Network is null ? DevelopmentNetworks() : DevelopmentNetworks().Prepend(Network);

    /// <summary>The networks of running nodes, of this process and detached ones.</summary>
    public static IEnumerable<Network> DevelopmentNetworks() => new NodeNames(new NodeStateStore()).All
        .Where(node => node.State == NodeState.Running).Select(NetworkNode.Of).OfType<Network>();

    /// <summary>What this session has learned of a network's fees, for all its senders: a refused tip is learned once.</summary>
    public FeePolicy FeesOf(Network network) =>
        _fees.GetOrAdd((network.Name.ToUpperInvariant(), network.ChainId), _ => new FeePolicy(network.MinimumTip));

    /// <summary>The session's wallet.</summary>
    /// <exception cref="ZeroGException"><c>ZgNotConnected</c>, <c>ZgNoWallet</c>.</exception>
    public Wallet RequireWallet() => Wallet ?? throw new ZeroGException(
        "ZgNoWallet", ErrorKind.InvalidOperation,
        $"The session is connected to {RequireNetwork().Name} without a wallet that could pay. "
        + $"Use Connect-ZgNetwork {RequireNetwork().Name} -Wallet with a name that Get-ZgWallet lists.");
}
