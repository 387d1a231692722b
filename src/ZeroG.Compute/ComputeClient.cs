using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.Networks;
using ZeroG.Compute.Accounts;
using ZeroG.Compute.Services;

namespace ZeroG.Compute;

/// <summary>What can be asked of the three compute contracts of a network. Nothing here is paid.</summary>
public sealed class ComputeClient
{
    /// <summary>Takes a connection.</summary>
    /// <param name="network">The network, which says where the contracts lie.</param>
    /// <param name="chain">A node of its chain.</param>
    /// <exception cref="ZeroGException"><c>ZgComputeUnknown</c>: the network does not say it.</exception>
    public ComputeClient(Network network, EthereumClient chain)
    {
        if (network is not { LedgerAddress: { } ledger, InferenceAddress: { } inference, FineTuningAddress: { } fineTuning })
        {
            throw new ZeroGException(
                "ZgComputeUnknown", ErrorKind.InvalidArgument,
                $"The addresses of the compute contracts of {network.Name} are not known. Register the network with the addresses of its "
                + "ledger, its inference contract and its fine-tuning contract.", network.Name);
        }

        Network = network;
        Chain = chain;
        Inference = new InferenceServing(chain, inference);
        FineTuning = new FineTuningServing(chain, fineTuning);
        Ledger = new LedgerClient(chain, ledger, Serving);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The node that is asked.</summary>
    public EthereumClient Chain { get; }

    /// <summary>The main accounts.</summary>
    public LedgerClient Ledger { get; }

    /// <summary>Inference services and the sub-accounts with them.</summary>
    public InferenceServing Inference { get; }

    /// <summary>Fine-tuning services and the sub-accounts with them.</summary>
    public FineTuningServing FineTuning { get; }

    /// <summary>The contract of a market.</summary>
    public ServingClient Serving(ServiceKind kind) => kind == ServiceKind.Inference ? Inference : FineTuning;

    /// <summary>The chain's own time, by which locks are measured: that of its newest block.</summary>
    public async Task<DateTimeOffset> GetTimeAsync(CancellationToken cancellationToken = default) =>
        (await Chain.GetBlockAsync(cancellationToken: cancellationToken))?.Timestamp ?? Chain.Rpc.TimeProvider.GetUtcNow();
}
