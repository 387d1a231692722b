using System.Buffers;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Transactions;
using ZeroG.DevChain.Blocks;
using ZeroG.DevChain.Filters;
using ZeroG.DevChain.Rpc;

namespace ZeroG.DevChain.Subscriptions;

/// <summary>
/// The chain as one WebSocket sees it: all methods, and <c>eth_subscribe</c> with its news. News are whole JSON-RPC messages in the order
/// in which things happened; handing them over must not wait.
/// </summary>
public sealed class ChainSession : IJsonRpcService, IDisposable
{
    private readonly DevChain _chain;
    private readonly ChainEvents _events;
    private readonly Func<ReadOnlyMemory<byte>, bool> _push;
    private readonly Dictionary<string, Subscription> _subscriptions = [];
    private ulong _last;

    internal ChainSession(DevChain chain, ChainEvents events, Func<ReadOnlyMemory<byte>, bool> push)
    {
        _chain = chain;
        _events = events;
        _push = push;
        _events.BlockSealed += OnBlock;
        _events.BlocksRemoved += OnRemoved;
        _events.TransactionPending += OnPending;
    }

    /// <inheritdoc/>
    public ValueTask HandleAsync(
        string method, ReadOnlyMemory<byte> parameters, Utf8JsonWriter result, CancellationToken cancellationToken) =>
        method switch
        {
            "eth_subscribe" => _chain.RunAsync(Subscribe, parameters, result, cancellationToken),
            "eth_unsubscribe" => _chain.RunAsync(
                call => call.Answer(_subscriptions.Remove(call.Text(0))), parameters, result, cancellationToken),
            _ => _chain.HandleAsync(method, parameters, result, cancellationToken),
        };

    /// <summary>Ends all subscriptions.</summary>
    public void Dispose()
    {
        _events.BlockSealed -= OnBlock;
        _events.BlocksRemoved -= OnRemoved;
        _events.TransactionPending -= OnPending;
    }

    private void Subscribe(RpcCall call)
    {
        string id = Hex.ToQuantity(++_last);
        Subscription subscription = call.Text(0) switch
        {
            "newHeads" => new Subscription(id, SubscriptionKind.NewHeads, Logs: null, Full: false),
            "logs" => new Subscription(
                id, SubscriptionKind.Logs, LogCriteria.Parse(call.Has(1) ? call.Object(1) : JsonElement.Parse("{}")), Full: false),
            "newPendingTransactions" => new Subscription(id, SubscriptionKind.PendingTransactions, Logs: null, call.Flag(1, absent: false)),
            string other => throw JsonRpcException.InvalidParams($"no \"{other}\" subscription in eth namespace"),
        };
        _subscriptions.Add(id, subscription);
        call.Answer(id);
    }

    private void OnBlock(Block block)
    {
        foreach (Subscription subscription in _subscriptions.Values)
        {
            if (subscription.Kind == SubscriptionKind.NewHeads)
            {
                Announce(subscription, writer => ChainJson.WriteHeader(writer, block.Header));
            }
            else if (subscription.Kind == SubscriptionKind.Logs)
            {
                foreach (LogEntry log in subscription.Logs!.In(block))
                {
                    Announce(subscription, writer => ChainJson.WriteLog(writer, log));
                }
            }
        }
    }

    private void OnRemoved(IReadOnlyList<Block> blocks)
    {
        foreach (Subscription subscription in _subscriptions.Values.Where(any => any.Kind == SubscriptionKind.Logs))
        {
            foreach (LogEntry log in blocks.SelectMany(block => subscription.Logs!.In(block).Reverse()))
            {
                Announce(subscription, writer => ChainJson.WriteLog(writer, log with { Removed = true }));
            }
        }
    }

    private void OnPending(ChainTransaction transaction)
    {
        foreach (Subscription subscription in _subscriptions.Values.Where(any => any.Kind == SubscriptionKind.PendingTransactions))
        {
            Announce(subscription, writer =>
            {
                if (subscription.Full)
                {
                    ChainJson.WritePending(writer, transaction);
                }
                else
                {
                    writer.WriteStringValue(transaction.Hash.ToString());
                }
            });
        }
    }

    private void Announce(Subscription subscription, Action<Utf8JsonWriter> writeResult)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc", "2.0");
            writer.WriteString("method", "eth_subscription");
            writer.WriteStartObject("params");
            writer.WriteString("subscription", subscription.Id);
            writer.WritePropertyName("result");
            writeResult(writer);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        _push(buffer.WrittenMemory);
    }
}
