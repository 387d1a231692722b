using System.Globalization;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Wallets;
using ZeroG.Nodes.Compute;
using ZeroG.Nodes.Compute.Backends;

namespace ZeroG.Nodes.DevNet;

/// <summary>
/// The compute side of a <see cref="DevNet"/>: providers on the last development accounts, and the operator's word for them, which on a
/// public network only 0G can give.
/// </summary>
internal sealed class ComputeMarket(DevNetOptions options, Network network)
{
    /// <summary>The providers, which have not started.</summary>
    /// <param name="folder">The folder of a node by its name; null for memory.</param>
    public IReadOnlyList<ComputeProviderNode> CreateProviders(Func<string, string?> folder) =>
        [.. options.ComputeServices.Select((type, number) => new ComputeProviderNode(OptionsOf(type, number, folder)))];

    /// <summary>Starts the providers, which are approved by the operator of this chain.</summary>
    public async Task StartAsync(IReadOnlyList<ComputeProviderNode> providers, CancellationToken cancellationToken)
    {
        if (providers.Count == 0)
        {
            return;
        }

        EthereumClient chain = await network.ConnectAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        using IDisposable connection = chain.Rpc;
        if (!options.Chain.Automine)
        {
            // Nobody can ask for blocks before the network is ready, and it is not ready before these are mined.
            await SetAutomineAsync(chain, true, cancellationToken).ConfigureAwait(false);
        }

        await Task.WhenAll(providers.Select(node => node.StartAsync(cancellationToken))).ConfigureAwait(false);
        if (!options.Chain.Automine)
        {
            await SetAutomineAsync(chain, false, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SetAutomineAsync(EthereumClient chain, bool on, CancellationToken cancellationToken) =>
        await chain.Rpc.CallAsync("evm_setAutomine", [on], cancellationToken).ConfigureAwait(false);

    private ComputeProviderOptions OptionsOf(string type, int number, Func<string, string?> folder)
    {
        string name = number == 0 ? "provider" : string.Create(CultureInfo.InvariantCulture, $"provider-{number + 1}");
        return new ComputeProviderOptions
        {
            Name = $"{options.Name}-{name}",
            Network = network,

            // From the end, since the first accounts are those that users take.
            Wallet = DevelopmentAccounts.Open(DevelopmentAccounts.Count - 1 - number),
            ServiceType = type,
            FineTuning = number == 0 ? options.FineTuning : null,
            IsApprovedOnDevelopmentChain = true,
            Model = options.ComputeModel ?? EchoBackend.DefaultModel,
            BackendUri = options.ComputeBackendUri,
            BackendKey = options.ComputeBackendKey,

            // The chain is in the same process; whoever has just paid or revoked a key sees it at once.
            CacheDuration = TimeSpan.Zero,
            DataPath = folder(name),
            ListenAddress = options.ListenAddress,
            Port = options.ComputePort == 0 ? 0 : options.ComputePort + number,
            TimeProvider = options.Chain.TimeProvider,
        };
    }
}
