using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Ethereum;

namespace ZeroG.Compute.Contracts;

/// <summary>Asks one contract, and understands the refusals that mean "there is none" and lists that come in pages.</summary>
/// <param name="chain">A node of the chain.</param>
/// <param name="address">The contract.</param>
/// <param name="errors">Its custom errors.</param>
internal sealed class ContractReader(EthereumClient chain, Address address, IReadOnlyList<AbiError> errors)
{
    // More than this reverts with LimitTooLarge (InferenceServing.sol, FineTuningServing.sol).
    private const int PageSize = 50;

    // How often a list that changes while it is read is read anew.
    private const int MaxReadings = 5;

    public Address Address { get; } = address;

    /// <summary>At the end of which block is asked; the newest by default.</summary>
    private BlockId Block { get; init; }

    /// <summary>The same contract at the end of a block.</summary>
    public ContractReader At(BlockId block) => new(chain, Address, errors) { Block = block };

    /// <summary>The results of a function.</summary>
    public Task<object?[]> AskAsync(AbiFunction function, CancellationToken cancellationToken, params object?[] arguments) =>
        chain.CallAsync(Address, function, arguments, Block, errors, cancellationToken);

    /// <summary>The only result of a function.</summary>
    public async Task<T> AskAsync<T>(AbiFunction function, CancellationToken cancellationToken, params object?[] arguments) =>
        (T)(await AskAsync(function, cancellationToken, arguments))[0]!;

    /// <summary>The tuple that a function returns; null when it reverts with the error that means that there is none.</summary>
    public async Task<object?[]?> FindAsync(
        AbiFunction function, AbiError absent, CancellationToken cancellationToken, params object?[] arguments)
    {
        try
        {
            return await AskAsync<object?[]>(function, cancellationToken, arguments);
        }
        catch (RevertException refusal) when (refusal.Reason.Definition?.Selector == absent.Selector)
        {
            return null;
        }
    }

    /// <summary>
    /// All items of a function that takes offset and limit last and returns a page and the total. The list is read anew when its length
    /// changes on the way, since a removal moves the last item to the gap.
    /// </summary>
    public async Task<IReadOnlyList<object?[]>> AskAllAsync(
        AbiFunction function, CancellationToken cancellationToken, params object?[] arguments)
    {
        for (int reading = 1; ; reading++)
        {
            List<object?[]> items = [];
            BigInteger? first = null;
            bool changed = false;
            while (true)
            {
                object?[] page = await AskAsync(function, cancellationToken, [.. arguments, items.Count, PageSize]);
                object?[] found = (object?[])page[0]!;
                BigInteger total = (BigInteger)page[1]!;
                items.AddRange(found.Cast<object?[]>());
                changed |= total != (first ??= total);
                if (found.Length == 0 || items.Count >= total)
                {
                    break;
                }
            }

            if (!changed || reading == MaxReadings)
            {
                return items;
            }
        }
    }
}
