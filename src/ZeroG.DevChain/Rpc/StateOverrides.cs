using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Rpc;

/// <summary>The third parameter of <c>eth_call</c>: accounts as they should seem for this call only.</summary>
internal static class StateOverrides
{
    /// <exception cref="JsonRpcException">Malformed, or an override that does not exist.</exception>
    public static void Apply(WorldState state, JsonElement? overrides)
    {
        if (overrides is not { } accounts)
        {
            return;
        }

        if (accounts.ValueKind != JsonValueKind.Object)
        {
            throw JsonRpcException.InvalidParams("invalid state overrides: expected an object of accounts");
        }

        foreach (JsonProperty account in accounts.EnumerateObject())
        {
            if (!Address.TryParse(account.Name, out Address address) || account.Value.ValueKind != JsonValueKind.Object)
            {
                throw JsonRpcException.InvalidParams($"invalid state override '{account.Name}': expected an address with an object");
            }

            foreach (JsonProperty field in account.Value.EnumerateObject())
            {
                Apply(state, address, field);
            }
        }
    }

    private static void Apply(WorldState state, Address address, JsonProperty field)
    {
        string where = $"{field.Name} of {address}";
        switch (field.Name)
        {
            case "balance":
                state.SetBalance(address, JsonField.Number(field.Value, where));
                break;
            case "nonce":
                state.SetNonce(address, JsonField.UInt64(field.Value, where));
                break;
            case "code":
                state.SetCode(address, JsonField.Data(field.Value, where));
                break;
            case "state":
                state[address] = state[address] with { Storage = Account.Empty.Storage };
                SetSlots(state, address, field.Value, where);
                break;
            case "stateDiff":
                SetSlots(state, address, field.Value, where);
                break;
            default:
                throw JsonRpcException.InvalidParams($"unknown state override '{field.Name}'");
        }
    }

    private static void SetSlots(WorldState state, Address address, JsonElement slots, string where)
    {
        if (slots.ValueKind != JsonValueKind.Object)
        {
            throw JsonRpcException.InvalidParams($"invalid {where}: expected an object of slots");
        }

        foreach (JsonProperty slot in slots.EnumerateObject())
        {
            Hash256 key = Hash256.TryParse(slot.Name, out Hash256 parsed)
                ? parsed
                : throw JsonRpcException.InvalidParams($"invalid slot in {where}");
            state.SetStorage(address, key, JsonField.Word(slot.Value, where));
        }
    }
}
