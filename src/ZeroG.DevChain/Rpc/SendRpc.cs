using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Accounts;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Pool;

namespace ZeroG.DevChain.Rpc;

/// <summary>Ways into the pool: raw transactions, and those that the node signs for its own accounts.</summary>
internal sealed class SendRpc(ChainEngine engine, AccountKeys accounts, CallRpc calls)
{
    // Room for the base fee to double before the transaction is mined, as clients usually leave.
    private const int BaseFeeHeadroom = 2;

    public void AddTo(RpcMethodTable table)
    {
        table.Add("eth_sendRawTransaction", call => Send(call, ChainTransaction.Of(Decode(call.Data(0)))));
        table.Add("eth_sendTransaction", call => Send(call, Complete(CallRequest.Parse(call.Object(0)))));
        table.Add("eth_signTransaction", Sign);
    }

    private void Send(RpcCall call, ChainTransaction transaction)
    {
        engine.Submit(transaction);
        call.Answer(transaction.Hash);
    }

    private void Sign(RpcCall call)
    {
        ChainTransaction transaction = Complete(CallRequest.Parse(call.Object(0)));
        call.Answer(transaction.Signed.Raw.Span);
    }

    private static SignedTransaction Decode(byte[] raw)
    {
        try
        {
            return SignedTransaction.Decode(raw);
        }
        catch (FormatException malformed)
        {
            throw new JsonRpcException(JsonRpcErrorCode.ServerError, $"invalid transaction: {malformed.Message}");
        }
    }

    /// <summary>Fills in what the caller left open, and signs.</summary>
    private ChainTransaction Complete(CallRequest request)
    {
        Address from = request.From ?? throw JsonRpcException.InvalidParams("missing 'from' of the transaction");
        if (request.ChainId is { } chainId && chainId != engine.Options.ChainId)
        {
            throw Refusal.ToException(Refusal.ChainId(chainId, engine.Options.ChainId));
        }

        BigInteger tip = request.MaxPriorityFeePerGas ?? BigInteger.Min(
            AdmissionRules.MinimumTip.Wei, request.MaxFeePerGas ?? AdmissionRules.MinimumTip.Wei);
        Transaction fields = new()
        {
            Type = request.GasPrice is null ? TransactionType.DynamicFee
                : request.AccessList is null ? TransactionType.Legacy
                : TransactionType.AccessList,
            ChainId = engine.Options.ChainId,
            Nonce = request.Nonce ?? engine.Pool.NextNonce(from, engine.State.NonceOf(from)),
            GasLimit = request.Gas ?? calls.Estimate(request, BlockTag.Latest, overrides: null),
            To = request.To,
            Value = request.Value,
            Data = request.Data,
            GasPrice = request.GasPrice ?? BigInteger.Zero,
            MaxPriorityFeePerGas = request.GasPrice is null ? tip : BigInteger.Zero,
            MaxFeePerGas = request.GasPrice is null
                ? request.MaxFeePerGas ?? (BaseFeeHeadroom * engine.NextBaseFee) + tip
                : BigInteger.Zero,
            AccessList = request.AccessList ?? [],
        };
        return accounts.Find(from) is { } wallet ? ChainTransaction.Of(wallet.Sign(fields))
            : accounts.Impersonates(from) ? ChainTransaction.Impersonated(fields, from)
            : throw AccountRpc.UnknownAccount(from);
    }
}
