using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.Contracts.Compute;

namespace ZeroG.DevChain.Tests.Contracts.Compute;

/// <summary>A chain with the contracts of compute, a user, two providers and short ways to act for them.</summary>
internal sealed class ComputeChain(DevChainOptions? options = null) : IAsyncDisposable
{
    public const string InferenceName = "inference-v1.0";
    public const string FineTuningName = "fine-tuning-v1.0";

    public static Address Owner => ComputeContracts.Owner;

    public static Address User { get; } = DevelopmentAccounts.Addresses[1];

    public static Address Provider { get; } = DevelopmentAccounts.Addresses[2];

    public static Address OtherProvider { get; } = DevelopmentAccounts.Addresses[3];

    /// <summary>Signs for the providers as their TEE would.</summary>
    public static Wallet Signer { get; } = DevelopmentAccounts.Open(4);

    public ChainClient Client { get; } = new(options);

    public static BigInteger Wei(string amount) => TokenAmount.Parse(amount).Wei;

    /// <summary>Sends a transaction, which must succeed, and returns its events by name with their values in text.</summary>
    public async Task<string[]> DoAsync(Address from, Address to, AbiFunction function, object?[] arguments, string value = "0")
    {
        Dictionary<string, object?> request = ChainClient.Request(from, to, function.EncodeCall(arguments), Wei(value));
        JsonElement hash = await Client.CallAsync("eth_sendTransaction", request);
        JsonElement receipt = await Client.CallAsync("eth_getTransactionReceipt", hash);
        Assert.Equal("0x1", receipt.GetProperty("status").GetString());
        return [.. receipt.GetProperty("logs").EnumerateArray().Select(Describe)];
    }

    /// <summary>What the chain says to a transaction that it refuses.</summary>
    public async Task<string> RefusalAsync(Address from, Address to, AbiFunction function, object?[] arguments, string value = "0") =>
        (await Client.RefusalAsync(
            "eth_sendTransaction", ChainClient.Request(from, to, function.EncodeCall(arguments), Wei(value)))).RemoteMessage!;

    public async Task<object?[]> AskAsync(Address to, AbiFunction function, object?[] arguments, Address? from = null)
    {
        JsonElement answer = await Client.CallAsync(
            "eth_call", ChainClient.Request(from ?? User, to, function.EncodeCall(arguments)), "latest");
        return function.DecodeResult(Hex.ParseBytes(answer.GetString()));
    }

    /// <summary>A single result, written like a list.</summary>
    public async Task<string> TextAsync(Address to, AbiFunction function, object?[] arguments, Address? from = null) =>
        Text(await AskAsync(to, function, arguments, from));

    /// <summary>Opens a ledger of the user and a sub-account with the provider.</summary>
    public async Task FundAsync(string deposit, string transfer, string service = InferenceName)
    {
        await DoAsync(User, ComputeContracts.Ledger, LedgerContract.DepositFund, [], deposit);
        await TransferAsync(transfer, service);
    }

    public Task<string[]> TransferAsync(string amount, string service = InferenceName, Address? provider = null) =>
        DoAsync(User, ComputeContracts.Ledger, LedgerContract.TransferFund, [provider ?? Provider, service, Wei(amount)]);

    public Task<string[]> RetrieveAsync(string service = InferenceName) =>
        DoAsync(User, ComputeContracts.Ledger, LedgerContract.RetrieveFund, [new object?[] { Provider }, service]);

    public async Task WaitAsync(int seconds)
    {
        await Client.CallAsync("evm_increaseTime", seconds);
        await Client.CallAsync("evm_mine");
    }

    /// <summary>The main account: available and total.</summary>
    public async Task<(BigInteger Available, BigInteger Total)> LedgerAsync()
    {
        object?[] ledger = (object?[])(await AskAsync(ComputeContracts.Ledger, LedgerContract.GetLedger, [User]))[0]!;
        return ((BigInteger)ledger[1]!, (BigInteger)ledger[2]!);
    }

    /// <summary>The sub-account of the user with the provider.</summary>
    public async Task<object?[]> AccountAsync(bool fineTuning = false) => (object?[])(fineTuning
        ? await AskAsync(ComputeContracts.FineTuning, FineTuningContract.GetAccount, [User, Provider])
        : await AskAsync(ComputeContracts.Inference, InferenceContract.GetAccount, [User, Provider]))[0]!;

    public Task<BigInteger> BalanceAsync(Address account) => Client.NumberAsync("eth_getBalance", account);

    public ValueTask DisposeAsync() => Client.DisposeAsync();

    public static string Text(object? value) => value switch
    {
        byte[] bytes => Hex.ToHex(bytes),
        object?[] items => $"[{string.Join(", ", items.Select(Text))}]",
        _ => $"{value}",
    };

    private static string Describe(JsonElement log)
    {
        Hash256[] topics = [.. log.GetProperty("topics").EnumerateArray().Select(topic => Hash256.Parse(topic.GetString()!))];
        AbiEvent declaration = LedgerEvents.All.Concat(InferenceEvents.All).Concat(FineTuningEvents.All)
            .First(item => item.Topic == topics[0]);
        return declaration.Name + Text(declaration.Decode(topics, Hex.ParseBytes(log.GetProperty("data").GetString())));
    }
}
