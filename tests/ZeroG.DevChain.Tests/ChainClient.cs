using System.Buffers;
using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Chain.Wallets;

namespace ZeroG.DevChain.Tests;

/// <summary>A chain and short ways to ask it, by value and without a socket.</summary>
internal sealed class ChainClient : IAsyncDisposable
{
    public ChainClient(DevChainOptions? options = null) => Chain = new DevChain(options);

    public DevChain Chain { get; }

    public static Wallet Dev0 { get; } = DevelopmentAccounts.Open(0);

    public static Wallet Dev1 { get; } = DevelopmentAccounts.Open(1);

    public async Task<JsonElement> CallAsync(string method, params object?[] parameters)
    {
        ArrayBufferWriter<byte> request = new();
        using (Utf8JsonWriter writer = new(request))
        {
            JsonRpcValue.WriteArray(writer, parameters);
        }

        ArrayBufferWriter<byte> answer = new();
        using (Utf8JsonWriter writer = new(answer))
        {
            await Chain.HandleAsync(method, request.WrittenMemory, writer, TestContext.Current.CancellationToken);
        }

        return JsonElement.Parse(answer.WrittenSpan);
    }

    public async Task<BigInteger> NumberAsync(string method, params object?[] parameters) =>
        Hex.ParseQuantity((await CallAsync(method, parameters)).GetString());

    public async Task<JsonRpcException> RefusalAsync(string method, params object?[] parameters) =>
        await Assert.ThrowsAsync<JsonRpcException>(() => CallAsync(method, parameters));

    public Task<JsonElement> SendAsync(SignedTransaction transaction) => CallAsync("eth_sendRawTransaction", transaction.Raw);

    /// <summary>Sends a transaction by the first development account and returns its receipt.</summary>
    public async Task<JsonElement> TransactAsync(Address to, byte[]? data = null, BigInteger? value = null)
    {
        JsonElement hash = await CallAsync("eth_sendTransaction", Request(Dev0.Address, to, data, value));
        return await CallAsync("eth_getTransactionReceipt", hash);
    }

    /// <summary>A transfer of 1 wei with fees that are always enough.</summary>
    public SignedTransaction Transfer(ulong nonce, Action<TransferFields>? change = null)
    {
        TransferFields fields = new();
        change?.Invoke(fields);
        return (fields.From ?? Dev0).Sign(new Transaction
        {
            Type = fields.Type,
            ChainId = fields.ChainId ?? Chain.Options.ChainId,
            Nonce = nonce,
            GasLimit = fields.Gas,
            To = fields.To ?? Dev1.Address,
            Value = fields.Value,
            GasPrice = fields.MaxFee,
            MaxFeePerGas = fields.MaxFee,
            MaxPriorityFeePerGas = fields.Tip,
            Data = fields.Data,
        });
    }

    public static Dictionary<string, object?> Request(Address from, Address? to, byte[]? data = null, BigInteger? value = null)
    {
        Dictionary<string, object?> request = new() { ["from"] = from };
        if (to is { } target)
        {
            request["to"] = target;
        }

        if (data is not null)
        {
            request["input"] = data;
        }

        if (value is { } wei)
        {
            request["value"] = wei;
        }

        return request;
    }

    public ValueTask DisposeAsync() => Chain.DisposeAsync();

    internal sealed class TransferFields
    {
        public Wallet? From { get; set; }

        public Address? To { get; set; }

        public TransactionType Type { get; set; } = TransactionType.DynamicFee;

        public ulong? ChainId { get; set; }

        public ulong Gas { get; set; } = 21_000;

        public BigInteger Value { get; set; } = 1;

        public BigInteger MaxFee { get; set; } = 100_000_000_000;

        public BigInteger Tip { get; set; } = 2_000_000_000;

        public byte[] Data { get; set; } = [];
    }
}
