using System.Globalization;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;
using ZeroG.Compute;
using ZeroG.Compute.Contracts;
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

    /// <summary>Starts the providers, and approves the signers that are not approved yet.</summary>
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
        await AcknowledgeAsync(chain, providers, cancellationToken).ConfigureAwait(false);
        if (!options.Chain.Automine)
        {
            await SetAutomineAsync(chain, false, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task SetAutomineAsync(EthereumClient chain, bool on, CancellationToken cancellationToken) =>
        await chain.Rpc.CallAsync("evm_setAutomine", [on], cancellationToken).ConfigureAwait(false);

    private async Task AcknowledgeAsync(
        EthereumClient chain, IReadOnlyList<ComputeProviderNode> providers, CancellationToken cancellationToken)
    {
        using Wallet owner = DevNet.OpenWallet();
        ComputeClient client = new(network, chain);
        TransactionSender sender = new(
            chain, owner, network, options: new TransactionSenderOptions { PollInterval = TimeSpan.FromMilliseconds(20) });
        foreach (Address provider in providers.Select(provider => provider.Provider))
        {
            if (await client.Inference.FindServiceAsync(provider, cancellationToken).ConfigureAwait(false)
                is { IsTeeSignerAcknowledged: false })
            {
                await SendAsync(
                    client.Inference.Address, InferenceContract.AcknowledgeTEESignerByOwner.EncodeCall(provider), InferenceErrors.All)
                    .ConfigureAwait(false);
            }

            if (await client.FineTuning.FindServiceAsync(provider, cancellationToken).ConfigureAwait(false)
                is { IsTeeSignerAcknowledged: false })
            {
                await SendAsync(
                    client.FineTuning.Address, FineTuningContract.AcknowledgeTEESignerByOwner.EncodeCall(provider), FineTuningErrors.All)
                    .ConfigureAwait(false);
            }
        }

        async Task SendAsync(Address contract, byte[] data, IReadOnlyList<AbiError> errors)
        {
            TransactionRequest request = new() { To = contract, Data = data, KnownErrors = errors };
            SentTransaction sent = await sender.SendAsync(request, cancellationToken).ConfigureAwait(false);
            await sender.WaitAsync(sent, knownErrors: errors, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
    }

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
