using System.Numerics;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.Ethereum;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Compute;

/// <summary>
/// A provider's way to a chain whose fees rise. While it is armed, blocks are made only when the provider asks for a receipt, and their base
/// fee goes by what the provider offered first. The provider's clock makes no test wait.
/// </summary>
internal sealed class FeeLink : DelegatingHandler
{
    private readonly JsonRpcClient _control;
    private readonly List<SentTransaction> _sent = [];

    public FeeLink(Uri chain)
        : base(new SocketsHttpHandler())
    {
        _control = new JsonRpcClient(chain);
        Client = new EthereumClient(new JsonRpcClient(
            chain, new JsonRpcClientOptions { TimeProvider = new SkippingTimeProvider(TimeSpan.FromSeconds(29)) }, this));
    }

    /// <summary>The chain over this link.</summary>
    public EthereumClient Client { get; }

    /// <summary>What the provider has sent since the link was armed, each version once.</summary>
    public IReadOnlyList<SentTransaction> Sent => _sent;

    /// <summary>The base fee of the next blocks in first offers; zero for next to nothing.</summary>
    public int? Rise { get; set; }

    /// <summary>Runs before a version leaves, with the number of versions so far.</summary>
    public Func<int, Task>? BeforeSending { get; set; }

    /// <summary>Runs when the node has a version.</summary>
    public Func<int, Task>? AfterSending { get; set; }

    public async Task ArmAsync(int rise)
    {
        _sent.Clear();
        Rise = rise;
        await _control.CallAsync("evm_setAutomine", [false]);
    }

    public async Task DisarmAsync()
    {
        (Rise, BeforeSending, AfterSending) = (null, null, null);
        await _control.CallAsync("evm_setAutomine", [true]);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using JsonDocument call = JsonDocument.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        string? method = call.RootElement.ValueKind == JsonValueKind.Object ? call.RootElement.GetProperty("method").GetString() : null;
        if (Rise is { } rise && method == "eth_sendRawTransaction")
        {
            SentTransaction version = SentTransaction.FromRaw(Hex.ParseBytes(call.RootElement.GetProperty("params")[0].GetString()));
            if (_sent.All(known => known.Hash != version.Hash))
            {
                _sent.Add(version);
            }

            await (BeforeSending?.Invoke(_sent.Count) ?? Task.CompletedTask);
            cancellationToken.ThrowIfCancellationRequested();
            HttpResponseMessage answer = await base.SendAsync(request, cancellationToken);
            await (AfterSending?.Invoke(_sent.Count) ?? Task.CompletedTask);
            return answer;
        }

        if (Rise is { } times && method == "eth_getTransactionReceipt" && _sent.Count > 0)
        {
            BigInteger fee = BigInteger.Max(_sent[0].MaxFeePerGas * times, 1);
            await _control.CallAsync("hardhat_setNextBlockBaseFeePerGas", [Hex.ToQuantity(fee)], cancellationToken);
            await _control.CallAsync("evm_mine", [], cancellationToken);
        }

        return await base.SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _control.Dispose();
        }

        base.Dispose(disposing);
    }
}
