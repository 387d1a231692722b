using System.Text.Json;
using ZeroG.Chain.JsonRpc;

namespace ZeroG.DevChain.Rpc;

/// <summary>Control calls for blocks and time: mining by hand, clock, snapshots, and what the next block looks like.</summary>
internal sealed class MiningControlRpc(ChainEngine engine, Action<TimeSpan?> setInterval)
{
    // Mining more blocks than this by one call would keep the chain busy for minutes.
    private const ulong MaximumBlocks = 100_000;

    public void AddTo(RpcMethodTable table)
    {
        table.Add("evm_mine", MineOne);
        table.Add("hardhat_mine", MineMany);
        table.Add("anvil_mine", MineMany);
        table.AddControl("setAutomine", SetAutomine);
        table.AddControl("getAutomine", call => call.Answer(engine.Settings.Automine));
        table.AddControl("setIntervalMining", SetIntervalMining);
        table.AddControl("increaseTime", IncreaseTime, changesChain: true);
        table.AddControl("setTime", SetTime, changesChain: true);
        table.AddControl("setNextBlockTimestamp", SetNextTimestamp, changesChain: true);
        table.AddControl("snapshot", call => call.Answer(engine.TakeSnapshot()), changesChain: true);
        table.AddControl("revert", call => call.Answer(engine.TryRevert(call.UInt64(0))), changesChain: true);
        table.AddControl(
            "setNextBlockBaseFeePerGas", call => Set(call, () => engine.Settings.NextBaseFee = call.Number(0)), changesChain: true);
        table.AddControl("setPrevRandao", call => Set(call, () => engine.Settings.NextPrevRandao = call.Word(0)), changesChain: true);
        table.AddControl("setCoinbase", call => Set(call, () => engine.Settings.Coinbase = call.Address(0)), changesChain: true);
        table.AddControl("setBlockGasLimit", SetBlockGasLimit, changesChain: true);
    }

    private static void Set(RpcCall call, Action change)
    {
        change();
        call.Answer(true);
    }

    /// <summary>One block, at a time if one is given.</summary>
    private void MineOne(RpcCall call)
    {
        ulong count = 1;
        if (call.Optional(0) is { ValueKind: JsonValueKind.Object } options)
        {
            count = JsonField.Member(options, "blocks") is { } blocks ? Limited(JsonField.UInt64(blocks, "blocks")) : 1;
            SetNext(JsonField.Member(options, "timestamp") is { } timestamp ? JsonField.UInt64(timestamp, "timestamp") : null);
        }
        else if (call.Has(0))
        {
            SetNext(call.UInt64(0));
        }

        for (ulong i = 0; i < count; i++)
        {
            engine.Mine();
        }

        call.Answer(0);
    }

    /// <summary>A number of blocks, some seconds apart.</summary>
    private void MineMany(RpcCall call)
    {
        ulong count = call.Has(0) ? Limited(call.UInt64(0)) : 1;
        ulong? interval = call.Has(1) ? call.UInt64(1) : null;
        for (ulong i = 0; i < count; i++)
        {
            if (i > 0 && interval is { } seconds)
            {
                engine.Clock.SetNext(engine.Blocks.Latest.Header.Timestamp + seconds);
            }

            engine.Mine();
        }

        call.Answer(true);
    }

    private static ulong Limited(ulong count) => count <= MaximumBlocks
        ? count
        : throw JsonRpcException.InvalidParams($"cannot mine {count} blocks in one call, at most {MaximumBlocks}");

    private void SetAutomine(RpcCall call)
    {
        engine.Settings.Automine = call.Flag(0, absent: true);
        if (engine.Settings.Automine)
        {
            engine.MineWaiting();
        }

        call.Answer(true);
    }

    private void SetIntervalMining(RpcCall call)
    {
        // Milliseconds; 0 turns it off.
        ulong milliseconds = call.UInt64(0);
        setInterval(milliseconds == 0 ? null : TimeSpan.FromMilliseconds(milliseconds));
        call.Answer(true);
    }

    private void IncreaseTime(RpcCall call)
    {
        engine.Clock.Offset += (long)Math.Min(call.UInt64(0), int.MaxValue);
        call.Result.WriteNumberValue(engine.Clock.Offset);
    }

    private void SetTime(RpcCall call)
    {
        SetNext(call.UInt64(0));
        call.Result.WriteNumberValue(engine.Clock.Offset);
    }

    private void SetNextTimestamp(RpcCall call)
    {
        SetNext(call.UInt64(0));
        call.Answer(true);
    }

    private void SetNext(ulong? timestamp)
    {
        ulong parent = engine.Blocks.Latest.Header.Timestamp;
        if (timestamp < parent)
        {
            throw JsonRpcException.InvalidParams($"timestamp {timestamp} lies before {parent}, that of the latest block");
        }

        if (timestamp is { } next)
        {
            engine.Clock.SetNext(next);
        }
    }

    private void SetBlockGasLimit(RpcCall call)
    {
        ulong limit = call.UInt64(0);
        engine.Settings.BlockGasLimit = limit >= ZeroG.Chain.Transactions.GasRules.TransactionGas
            ? limit
            : throw JsonRpcException.InvalidParams($"a block of {limit} gas has no room for any transaction");
        call.Answer(true);
    }
}
