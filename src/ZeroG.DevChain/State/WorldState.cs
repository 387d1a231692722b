using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.State;

/// <summary>All accounts of the chain, written through the journal that the native contracts share.</summary>
internal sealed class WorldState
{
    private readonly JournaledMap<Address, Account> _accounts;
    private readonly JournaledValue<StateTrie> _trie;
    private readonly HashSet<Address> _dirty = [];

    public WorldState(Journal journal)
    {
        Journal = journal;
        _accounts = new JournaledMap<Address, Account>(journal) { Changed = address => _dirty.Add(address) };
        _trie = new JournaledValue<StateTrie>(journal, StateTrie.Empty);
    }

    public Journal Journal { get; }

    public Account this[Address address]
    {
        get => _accounts.GetValueOrDefault(address, Account.Empty);
        set => _accounts[address] = value;
    }

    public BigInteger BalanceOf(Address address) => this[address].Balance;

    public ulong NonceOf(Address address) => this[address].Nonce;

    public ReadOnlyMemory<byte> CodeOf(Address address) => this[address].Code;

    public bool HasCode(Address address) => !this[address].Code.IsEmpty;

    public Hash256 StorageAt(Address address, Hash256 slot) => this[address].Storage.GetValueOrDefault(slot);

    public void SetBalance(Address address, BigInteger balance) => this[address] = this[address] with { Balance = balance };

    public void SetNonce(Address address, ulong nonce) => this[address] = this[address] with { Nonce = nonce };

    public void SetCode(Address address, ReadOnlyMemory<byte> code) => this[address] = this[address] with { Code = code };

    public void SetStorage(Address address, Hash256 slot, Hash256 value)
    {
        Account account = this[address];
        this[address] = account with { Storage = value.IsZero ? account.Storage.Remove(slot) : account.Storage.SetItem(slot, value) };
    }

    public void Credit(Address address, BigInteger amount)
    {
        if (!amount.IsZero)
        {
            SetBalance(address, BalanceOf(address) + amount);
        }
    }

    /// <summary>Moves wei; false and no change when the sender has less.</summary>
    public bool TryTransfer(Address from, Address to, BigInteger amount)
    {
        if (BalanceOf(from) < amount)
        {
            return false;
        }

        Credit(from, -amount);
        Credit(to, amount);
        return true;
    }

    /// <summary>
    /// Brings the state trie up to date and returns its root. Positions of the journal that outlive a transaction (blocks, snapshots) must
    /// be taken right after this call, because what changed since the last one is remembered outside the journal.
    /// </summary>
    public Hash256 Commit()
    {
        if (_dirty.Count > 0)
        {
            StateTrie trie = _trie.Value;
            foreach (Address address in _dirty)
            {
                trie = trie.With(address, this[address]);
            }

            _trie.Value = trie;
            _dirty.Clear();
        }

        return _trie.Value.Root;
    }
}
