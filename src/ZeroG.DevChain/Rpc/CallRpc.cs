using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.Pool;

namespace ZeroG.DevChain.Rpc;

/// <summary>Calls that leave no trace: results and gas of what a transaction would do.</summary>
internal sealed class CallRpc(ChainEngine engine, ChainView view)
{
    // EIP-150: a call keeps back one 64th of its gas, so an estimate adds it, as reth's does (0g-reth, estimate.rs).
    private const ulong CallStipendNumerator = 64;
    private const ulong CallStipendDenominator = 63;

    public void AddTo(RpcMethodTable table)
    {
        table.Add("eth_call", Call);
        table.Add("eth_estimateGas", call => call.Answer(Estimate(CallRequest.Parse(call.Object(0)), call.Block(1), call.Optional(2))));
        table.Add("eth_createAccessList", CreateAccessList);
    }

    /// <summary>The gas that a transaction needs at the given block.</summary>
    /// <exception cref="JsonRpcException">It would fail.</exception>
    public ulong Estimate(CallRequest request, BlockTag tag, JsonElement? overrides)
    {
        using IDisposable speculation = view.EnterCall(tag, out BlockContext context);
        StateOverrides.Apply(engine.State, overrides);
        Address from = request.From ?? Address.Zero;
        ulong limit = Math.Min(request.Gas ?? context.GasLimit, context.GasLimit);
        if (request.FeeCap is { IsZero: false } price)
        {
            BigInteger affordable = BigInteger.Max(engine.State.BalanceOf(from) - request.Value, 0) / price;
            limit = affordable < limit ? (ulong)affordable : limit;
        }

        ExecutionResult result = Run(request, from, limit, context);
        if (result.Status == ExecutionStatus.OutOfGas)
        {
            throw new JsonRpcException(JsonRpcErrorCode.ServerError, $"gas required exceeds allowance ({limit})");
        }

        ThrowUnlessSucceeded(result);
        bool runsCode = request.To is { } to && engine.State.HasCode(to);
        ulong needed = Math.Max(result.GasUsed, GasRules.FloorGas(request.Data));
        return runsCode ? Math.Min(needed * CallStipendNumerator / CallStipendDenominator, limit) : needed;
    }

    private void Call(RpcCall call)
    {
        ExecutionResult result = Execute(call);
        ThrowUnlessSucceeded(result);
        call.Answer(result.Output.Span);
    }

    private void CreateAccessList(RpcCall call)
    {
        // Native contracts have no slots that announcing could make cheaper: the best list is the empty one.
        ExecutionResult result = Execute(call);
        call.Result.WriteStartObject();
        call.Result.WriteStartArray("accessList");
        call.Result.WriteEndArray();
        call.Result.WriteString("gasUsed", Hex.ToQuantity(result.GasUsed));
        if (result.Error is { } error)
        {
            call.Result.WriteString("error", error);
        }

        call.Result.WriteEndObject();
    }

    private ExecutionResult Execute(RpcCall call)
    {
        CallRequest request = CallRequest.Parse(call.Object(0));
        using IDisposable speculation = view.EnterCall(call.Block(1), out BlockContext context);
        StateOverrides.Apply(engine.State, call.Optional(2));
        return Run(request, request.From ?? Address.Zero, Math.Min(request.Gas ?? context.GasLimit, context.GasLimit), context);
    }

    private ExecutionResult Run(CallRequest request, Address from, ulong limit, BlockContext context)
    {
        if (engine.State.BalanceOf(from) is { } balance && balance < request.Value)
        {
            throw Refusal.ToException(Refusal.Funds(balance, request.Value));
        }

        if (request.FeeCap is { IsZero: false } price && price < context.BaseFee)
        {
            throw Refusal.ToException(Refusal.BaseFee(from, price, context.BaseFee));
        }

        ulong intrinsic = GasRules.IntrinsicGas(request.Data, request.To is null, request.AccessList ?? []);
        return engine.Executor.Run(new Message(from, request.To, request.Value, request.Data, limit, intrinsic), context);
    }

    private static void ThrowUnlessSucceeded(ExecutionResult result)
    {
        if (!result.Succeeded)
        {
            throw result.Status == ExecutionStatus.Reverted
                ? JsonRpcException.Reverted(result.Error!, result.Output.Span)
                : new JsonRpcException(JsonRpcErrorCode.ServerError, result.Error!);
        }
    }
}
