using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Contracts.Storage;

namespace ZeroG.DevChain.Tests.Pool;

/// <summary>The words by which clients tell refusals apart (chain.md §8.4).</summary>
public sealed class AdmissionTests
{
    private static readonly BigInteger Gwei = 1_000_000_000;

    [Fact]
    public async Task Send_NonceAlreadyUsed_IsTooLow()
    {
        await using ChainClient chain = new();
        await chain.SendAsync(chain.Transfer(0));

        await RefusesAsync(chain, chain.Transfer(0, fields => fields.Value = 2), "nonce too low: next nonce 1, tx nonce 0");
    }

    [Fact]
    public async Task Send_SameTransactionAgain_IsAlreadyKnown()
    {
        await using ChainClient chain = new();
        await chain.SendAsync(chain.Transfer(0));
        await chain.SendAsync(chain.Transfer(5));

        await RefusesAsync(chain, chain.Transfer(0), "already known");
        await RefusesAsync(chain, chain.Transfer(5), "already known");
    }

    [Fact]
    public async Task Send_MoreThanTheBalance_SaysHowMuchIsMissing()
    {
        await using ChainClient chain = new();
        BigInteger balance = await chain.NumberAsync("eth_getBalance", ChainClient.Dev0.Address);
        BigInteger cost = balance + (21_000 * 100 * Gwei);

        await RefusesAsync(
            chain, chain.Transfer(0, fields => fields.Value = balance),
            $"insufficient funds for gas * price + value: balance {balance}, tx cost {cost}, overshot {cost - balance}");
    }

    [Theory]
    [InlineData(20_999, "intrinsic gas too low: gas 20999, minimum needed 21000")]
    [InlineData(36_000_001, "exceeds block gas limit: gas 36000001, limit 36000000")]
    public async Task Send_GasOutsideTheLimits_IsRefused(ulong gas, string expected)
    {
        await using ChainClient chain = new();

        await RefusesAsync(chain, chain.Transfer(0, fields => fields.Gas = gas), expected);
    }

    [Fact]
    public async Task Send_CapBelowTheBaseFee_IsRefusedWithBoth()
    {
        await using ChainClient chain = new();

        await RefusesAsync(
            chain, chain.Transfer(0, fields => (fields.MaxFee, fields.Tip) = (100, 1)),
            $"max fee per gas less than block base fee: address {ChainClient.Dev0.Address}, maxFeePerGas: 100, baseFee: 875000000");
    }

    [Fact]
    public async Task Send_TipAboveTheCap_IsRefused()
    {
        await using ChainClient chain = new();

        await RefusesAsync(
            chain, chain.Transfer(0, fields => fields.Tip = fields.MaxFee + 1),
            "max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: 100000000001, maxFeePerGas: 100000000000");
    }

    [Fact]
    public async Task Send_ForAnotherChain_IsRefusedWithBothIds()
    {
        await using ChainClient chain = new();

        await RefusesAsync(
            chain, chain.Transfer(0, fields => fields.ChainId = 16661), "invalid chain id for signer: have 16661 want 31337");
    }

    [Fact]
    public async Task Send_CreationOrBytecodeOrPrecompile_IsRefusedForWantOfAnEvm()
    {
        await using ChainClient chain = new();
        Address code = Address.Parse("0x00000000000000000000000000000000000c0de0");
        await chain.CallAsync("hardhat_setCode", code, "0x6000");
        Transaction creation = new()
        {
            Type = TransactionType.DynamicFee,
            ChainId = 31337,
            GasLimit = 100_000,
            MaxFeePerGas = 10 * Gwei,
            Data = new byte[] { 1 },
        };

        await RefusesAsync(
            chain, ChainClient.Dev0.Sign(creation), "no EVM: this chain runs only its native contracts and cannot create others");
        await RefusesAsync(
            chain, chain.Transfer(0, fields => (fields.To, fields.Gas) = (code, 50_000)),
            $"no EVM: {code} holds EVM code, and this chain runs only its native contracts");
        JsonRpcException call = await chain.RefusalAsync(
            "eth_call", ChainClient.Request(ChainClient.Dev0.Address, Address.Parse("0x" + new string('0', 39) + "2")));
        Assert.StartsWith("no EVM: ", call.RemoteMessage);
    }

    [Fact]
    public async Task Send_FromAContract_IsRefused()
    {
        await using ChainClient chain = new();
        await chain.CallAsync("hardhat_impersonateAccount", StorageContracts.Flow);
        await chain.CallAsync("hardhat_setBalance", StorageContracts.Flow, BigInteger.Pow(10, 18));

        JsonRpcException refusal = await chain.RefusalAsync(
            "eth_sendTransaction", ChainClient.Request(StorageContracts.Flow, ChainClient.Dev1.Address, value: 1));

        Assert.Equal($"sender not an eoa: address {StorageContracts.Flow}", refusal.RemoteMessage);
    }

    [Theory]
    [InlineData(109, 110, false)]
    [InlineData(110, 109, false)]
    [InlineData(110, 110, true)]
    public async Task Send_ReplacementOfAWaitingOne_MustRaiseBothFeesByTenPercent(int feePercent, int tipPercent, bool accepted)
    {
        await using ChainClient chain = new(new DevChainOptions { Automine = false });
        SignedTransaction old = chain.Transfer(0, fields => (fields.MaxFee, fields.Tip) = (10 * Gwei, 2 * Gwei));
        SignedTransaction replacement = chain.Transfer(
            0, fields => (fields.MaxFee, fields.Tip) = (10 * Gwei * feePercent / 100, 2 * Gwei * tipPercent / 100));
        await chain.SendAsync(old);

        if (!accepted)
        {
            await RefusesAsync(chain, replacement, "replacement transaction underpriced");
            return;
        }

        await chain.SendAsync(replacement);
        await chain.CallAsync("evm_mine");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await chain.CallAsync("eth_getTransactionByHash", old.Hash)).ValueKind);
        Assert.Equal("0x1", (await chain.CallAsync("eth_getTransactionReceipt", replacement.Hash)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(TransactionType.Legacy)]
    [InlineData(TransactionType.AccessList)]
    [InlineData(TransactionType.DynamicFee)]
    public async Task Send_EveryType_IsMined(TransactionType type)
    {
        await using ChainClient chain = new();
        SignedTransaction transaction = chain.Transfer(0, fields => fields.Type = type);

        await chain.SendAsync(transaction);

        System.Text.Json.JsonElement receipt = await chain.CallAsync("eth_getTransactionReceipt", transaction.Hash);
        Assert.Equal("0x1", receipt.GetProperty("status").GetString());
        Assert.Equal(Hex.ToQuantity((ulong)type), receipt.GetProperty("type").GetString());
    }

    [Fact]
    public async Task Send_Garbage_IsRefusedAndNotAnInternalError()
    {
        await using ChainClient chain = new();

        JsonRpcException refusal = await chain.RefusalAsync("eth_sendRawTransaction", "0x02c0");

        Assert.Equal(JsonRpcErrorCode.ServerError, refusal.Code);
        Assert.StartsWith("invalid transaction: ", refusal.RemoteMessage);
    }

    private static async Task RefusesAsync(ChainClient chain, SignedTransaction transaction, string expected)
    {
        JsonRpcException refusal = await chain.RefusalAsync("eth_sendRawTransaction", transaction.Raw);
        Assert.Equal(expected, refusal.RemoteMessage);
        Assert.Equal(JsonRpcErrorCode.ServerError, refusal.Code);
    }
}
