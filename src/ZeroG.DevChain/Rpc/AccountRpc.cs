using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Chain.JsonRpc;
using ZeroG.Chain.Signing;
using ZeroG.Chain.Wallets;
using ZeroG.DevChain.Accounts;
using ZeroG.DevChain.Pool;

namespace ZeroG.DevChain.Rpc;

/// <summary>The node's own accounts and what they sign.</summary>
internal sealed class AccountRpc(AccountKeys accounts)
{
    public void AddTo(RpcMethodTable table)
    {
        table.Add("eth_accounts", List);
        table.Add("eth_requestAccounts", List);
        table.Add("personal_unlockAccount", call => call.Answer(accounts.Find(call.Address(0)) is not null));
        table.Add("eth_sign", call => SignMessage(call, address: 0, message: 1));
        table.Add("personal_sign", call => SignMessage(call, address: 1, message: 0));
        table.Add("eth_signTypedData_v4", SignTypedData);
        table.AddControl("impersonateAccount", call =>
        {
            accounts.Impersonate(call.Address(0));
            call.Answer(true);
        });
        table.AddControl("stopImpersonatingAccount", call =>
        {
            accounts.StopImpersonating(call.Address(0));
            call.Answer(true);
        });
        table.AddControl("autoImpersonateAccount", call =>
        {
            accounts.ImpersonatesAll = call.Flag(0, absent: true);
            call.Answer(true);
        });
    }

    public static JsonRpcException UnknownAccount(Address address) => Refusal.ToException($"unknown account {address}");

    private static void List(RpcCall call)
    {
        call.Result.WriteStartArray();
        foreach (Address address in AccountKeys.Addresses)
        {
            call.Result.WriteStringValue(address.ToLowerString());
        }

        call.Result.WriteEndArray();
    }

    private void SignMessage(RpcCall call, int address, int message) =>
        call.Answer(WalletOf(call.Address(address)).Sign(PersonalMessage.Digest(call.Data(message))).ToBytes());

    private void SignTypedData(RpcCall call)
    {
        Wallet wallet = WalletOf(call.Address(0));
        JsonElement data = call.Required(1);
        try
        {
            // Some clients send the object, others its text.
            TypedData typed = TypedData.Parse(data.ValueKind == JsonValueKind.String ? data.GetString()! : data.GetRawText());
            call.Answer(wallet.Sign(typed.Digest).ToBytes());
        }
        catch (FormatException malformed)
        {
            throw JsonRpcException.InvalidParams($"invalid typed data: {malformed.Message}");
        }
    }

    private Wallet WalletOf(Address address) => accounts.Find(address) ?? throw UnknownAccount(address);
}
