using ZeroG.Chain;
using ZeroG.Chain.Rlp;
using ZeroG.DevChain.Tries;

namespace ZeroG.DevChain.State;

/// <summary>
/// The trie behind <c>stateRoot</c>: accounts under the hash of their address. The state of native contracts is not in it, because it has
/// no slots; their code, balance and nonce are.
/// </summary>
internal sealed class StateTrie
{
    private readonly PatriciaTrie _accounts;

    private StateTrie(PatriciaTrie accounts) => _accounts = accounts;

    public static StateTrie Empty { get; } = new(PatriciaTrie.Empty);

    public Hash256 Root => _accounts.Root;

    /// <summary>The trie with an account as given; an empty account is taken out (EIP-161).</summary>
    public StateTrie With(Address address, Account account)
    {
        Hash256 key = Hash256.Keccak(address.Bytes);
        return new StateTrie(account.IsEmpty ? _accounts.Without(key.Bytes) : _accounts.With(key.Bytes, Encode(account)));
    }

    private static byte[] Encode(Account account)
    {
        RlpWriter writer = new();
        writer.StartList();
        writer.Write(account.Nonce);
        writer.Write(account.Balance);
        writer.Write(StorageRoot(account).Bytes);
        writer.Write(Hash256.Keccak(account.Code.Span).Bytes);
        writer.EndList();
        return writer.ToArray();
    }

    private static Hash256 StorageRoot(Account account)
    {
        PatriciaTrie slots = PatriciaTrie.Empty;
        foreach ((Hash256 slot, Hash256 value) in account.Storage)
        {
            RlpWriter writer = new();
            writer.Write(value.Bytes.TrimStart((byte)0));
            slots = slots.With(Hash256.Keccak(slot.Bytes).Bytes, writer.ToArray());
        }

        return slots.Root;
    }
}
