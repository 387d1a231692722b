using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using ZeroG.Chain.Abi;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;

namespace ZeroG.Chain.Ethereum;

/// <summary>
/// The questions that can be put to an Ethereum node, with typed answers. Sending is the business of the transaction sender.
/// </summary>
/// <remarks>
/// All methods throw what <see cref="JsonRpcClient.CallAsync(string, IReadOnlyList{object?}, CancellationToken)"/> throws.
/// </remarks>
public sealed class EthereumClient(JsonRpcClient rpc)
{
    /// <summary>The connection beneath.</summary>
    public JsonRpcClient Rpc { get; } = rpc;

    /// <summary>The chain's id (EIP-155).</summary>
    public Task<ulong> GetChainIdAsync(CancellationToken cancellationToken = default) =>
        AskAsync("eth_chainId", [], EthereumJson.UInt64, cancellationToken);

    /// <summary>Number of the newest block.</summary>
    public Task<ulong> GetBlockNumberAsync(CancellationToken cancellationToken = default) =>
        AskAsync("eth_blockNumber", [], EthereumJson.UInt64, cancellationToken);

    /// <summary>What an account holds.</summary>
    public Task<TokenAmount> GetBalanceAsync(Address address, BlockId at = default, CancellationToken cancellationToken = default) =>
        AskAsync(
            "eth_getBalance", [address, at.ToParameter()],
            static answer => new TokenAmount(EthereumJson.Quantity(answer)), cancellationToken);

    /// <summary>How many transactions an account has sent; at <see cref="BlockId.Pending"/> those in the pool count too.</summary>
    public Task<ulong> GetTransactionCountAsync(Address address, BlockId at = default, CancellationToken cancellationToken = default) =>
        AskAsync("eth_getTransactionCount", [address, at.ToParameter()], EthereumJson.UInt64, cancellationToken);

    /// <summary>Base fee and suggested tip of the moment, in one request.</summary>
    public async Task<NetworkFees> GetFeesAsync(CancellationToken cancellationToken = default)
    {
        IReadOnlyList<JsonRpcReply> replies = await Rpc.CallBatchAsync(
            [new JsonRpcCall("eth_getBlockByNumber", "latest", false), new JsonRpcCall("eth_maxPriorityFeePerGas")], cancellationToken);
        JsonElement block = replies[0].Result;
        JsonElement? tip = replies[1].Error is { Code: JsonRpcErrorCode.MethodNotFound } ? null : replies[1].Result;
        return Rpc.Understand("eth_getBlockByNumber", () =>
        {
            BlockHeader? newest = EthereumJson.Block(block);
            return new NetworkFees(
                newest?.BaseFee ?? BigInteger.Zero,
                tip is { } value ? EthereumJson.Quantity(value) : BigInteger.Zero,
                newest is null ? 0 : GasRules.Target(newest.GasLimit));
        });
    }

    /// <summary>A block; null when the node does not know it.</summary>
    public Task<BlockHeader?> GetBlockAsync(BlockId block = default, CancellationToken cancellationToken = default) =>
        block.Hash is { } hash
            ? AskAsync("eth_getBlockByHash", [hash, false], EthereumJson.Block, cancellationToken)
            : AskAsync("eth_getBlockByNumber", [block.ToString(), false], EthereumJson.Block, cancellationToken);

    /// <summary>The transactions of a block in their order; null when the node does not know it.</summary>
    public Task<IReadOnlyList<PostedTransaction>?> GetBlockTransactionsAsync(ulong number, CancellationToken cancellationToken = default) =>
        AskAsync("eth_getBlockByNumber", [Hex.ToQuantity(number), true], EthereumJson.BlockTransactions, cancellationToken);

    /// <summary>
    /// A transaction in the pool or in a block; null when this node has not seen it, which does not mean that no node has.
    /// </summary>
    public Task<PostedTransaction?> GetTransactionAsync(Hash256 hash, CancellationToken cancellationToken = default) =>
        AskAsync("eth_getTransactionByHash", [hash], EthereumJson.Transaction, cancellationToken);

    /// <summary>The receipt of a mined transaction; null while this node has none, which is never a proof of failure.</summary>
    public Task<TransactionReceipt?> GetReceiptAsync(Hash256 hash, CancellationToken cancellationToken = default) =>
        AskAsync("eth_getTransactionReceipt", [hash], EthereumJson.Receipt, cancellationToken);

    /// <summary>Tries a call out and returns what it returns; nothing changes and nothing is paid.</summary>
    /// <param name="message">The call.</param>
    /// <param name="at">At the end of which block.</param>
    /// <param name="knownErrors">Custom errors of the contract, to name them in a revert.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="RevertException"><c>ZgCallReverted</c>.</exception>
    public Task<byte[]> CallAsync(
        CallMessage message, BlockId at = default, IReadOnlyList<AbiError>? knownErrors = null,
        CancellationToken cancellationToken = default) =>
        TryOutAsync("eth_call", [message.ToParameter(), at.ToParameter()], message, EthereumJson.Bytes, knownErrors, cancellationToken);

    /// <summary>Calls a function of a contract and decodes its results.</summary>
    /// <exception cref="RevertException"><c>ZgCallReverted</c>.</exception>
    /// <exception cref="ZeroGException"><c>ZgContractMissing</c>: the address holds no contract with this function.</exception>
    public async Task<object?[]> CallAsync(
        Address contract, AbiFunction function, IReadOnlyList<object?> arguments, BlockId at = default,
        IReadOnlyList<AbiError>? knownErrors = null,
        CancellationToken cancellationToken = default)
    {
        CallMessage message = new() { To = contract, Data = function.EncodeCall([.. arguments]) };
        byte[] result = await CallAsync(message, at, knownErrors, cancellationToken);
        try
        {
            return function.DecodeResult(result);
        }
        catch (AbiException e)
        {
            // A call to an address without code succeeds and returns nothing.
            throw new ZeroGException(
                "ZgContractMissing", ErrorKind.ObjectNotFound,
                $"{contract} does not answer {function.Signature} as such a contract would. Check the address and the network.",
                contract, e);
        }
    }

    /// <summary>The gas that a call needs, without any reserve.</summary>
    /// <exception cref="RevertException"><c>ZgCallReverted</c>.</exception>
    public Task<ulong> EstimateGasAsync(
        CallMessage message, IReadOnlyList<AbiError>? knownErrors = null, CancellationToken cancellationToken = default) =>
        TryOutAsync("eth_estimateGas", [message.ToParameter()], message, EthereumJson.UInt64, knownErrors, cancellationToken);

    /// <summary>All logs that fit, in the order of the chain.</summary>
    public async IAsyncEnumerable<LogEntry> GetLogsAsync(
        LogFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (LogPage page in GetLogPagesAsync(filter, cancellationToken))
        {
            foreach (LogEntry log in page.Logs)
            {
                yield return log;
            }
        }
    }

    /// <summary>
    /// The logs that fit, page by page, so that a follower can note how far it came. Pages have up to 999 blocks, and fewer with nodes that
    /// allow less.
    /// </summary>
    public async IAsyncEnumerable<LogPage> GetLogPagesAsync(
        LogFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (filter.BlockHash is not null)
        {
            yield return new LogPage(0, 0, await AskAsync("eth_getLogs", [filter.ToParameter(0, 0)], EthereumJson.Logs, cancellationToken));
            yield break;
        }

        ulong last = filter.ToBlock ?? await GetBlockNumberAsync(cancellationToken);
        LogRange range = new();
        for (ulong from = filter.FromBlock; from <= last;)
        {
            ulong to = last - from < range.Blocks ? last : from + range.Blocks - 1;
            IReadOnlyList<LogEntry> logs;
            try
            {
                logs = await AskAsync("eth_getLogs", [filter.ToParameter(from, to)], EthereumJson.Logs, cancellationToken);
            }
            catch (JsonRpcException refusal) when (range.Shrink(refusal) is not null)
            {
                continue;
            }

            yield return new LogPage(from, to, logs);
            range.Grow();
            from = to + 1;
        }
    }

    /// <summary>
    /// Hands a signed transaction to the node, once. After a transport fault it is unknown whether it arrived; the transaction sender finds
    /// out.
    /// </summary>
    public async Task<Hash256> SendRawTransactionAsync(ReadOnlyMemory<byte> raw, CancellationToken cancellationToken = default)
    {
        JsonElement answer = await Rpc.CallOnceAsync("eth_sendRawTransaction", [raw], cancellationToken);
        return Rpc.Understand("eth_sendRawTransaction", () => EthereumJson.Hash(answer));
    }

    private async Task<T> AskAsync<T>(
        string method, IReadOnlyList<object?> parameters, Func<JsonElement, T> read, CancellationToken cancellationToken)
    {
        JsonElement answer = await Rpc.CallAsync(method, parameters, cancellationToken);
        return Rpc.Understand(method, () => read(answer));
    }

    private async Task<T> TryOutAsync<T>(
        string method, IReadOnlyList<object?> parameters, CallMessage message, Func<JsonElement, T> read,
        IReadOnlyList<AbiError>? knownErrors,
        CancellationToken cancellationToken)
    {
        try
        {
            return await AskAsync(method, parameters, read, cancellationToken);
        }
        catch (JsonRpcException refusal) when (RevertData.TryFind(refusal, out byte[] data))
        {
            RevertReason reason = RevertReason.Decode(data, knownErrors);
            string words = reason.Kind == RevertKind.Empty ? refusal.ShownWords : reason.Message;
            throw new RevertException(
                "ZgCallReverted",
                $"The contract {message.To?.ToString() ?? "to be created"} refuses this call: {words}. Nothing was paid; "
                + "change what the reason names.",
                reason, message.To, refusal);
        }
    }
}
