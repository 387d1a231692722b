using System.Collections.Immutable;
using System.Numerics;
using ZeroG.Chain;
using ZeroG.DevChain.Execution;
using ZeroG.DevChain.State;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Contracts;

/// <summary>Who may do what in one contract; members of the default role grant and take all roles.</summary>
/// <remarks>Source: OpenZeppelin Contracts 5, AccessControlEnumerableUpgradeable.sol and EnumerableSet.sol.</remarks>
internal sealed class AccessRoles
{
    // ERC-165 itself, IAccessControl and IAccessControlEnumerable.
    private static readonly HashSet<string> Interfaces = ["0x01ffc9a7", "0x7965db0b", "0x5a05180f"];

    private readonly JournaledMap<Hash256, ImmutableArray<Address>> _members;

    /// <summary>Roles that all have one first member, who has the default role too.</summary>
    public AccessRoles(Journal journal, Address owner, params ReadOnlySpan<Hash256> roles)
    {
        _members = new JournaledMap<Hash256, ImmutableArray<Address>>(journal) { [AccessControlContract.DefaultAdmin] = [owner] };
        foreach (Hash256 role in roles)
        {
            _members[role] = [owner];
        }
    }

    /// <exception cref="RevertException">The caller lacks the role.</exception>
    public void Require(CallContext call, Hash256 role)
    {
        if (!MembersOf(role).Contains(call.Caller))
        {
            throw RevertException.WithError(AccessControlContract.Unauthorized, call.Caller, role);
        }
    }

    public bool Has(Hash256 role, Address account) => MembersOf(role).Contains(account);

    public int Count(Hash256 role) => MembersOf(role).Length;

    /// <exception cref="RevertException">There are not so many.</exception>
    public Address MemberAt(Hash256 role, BigInteger index)
    {
        ImmutableArray<Address> members = MembersOf(role);
        return index < members.Length ? members[(int)index] : throw RevertException.Panic(0x32);
    }

    /// <exception cref="RevertException">The caller may not grant.</exception>
    public void Grant(CallContext call, Hash256 role, Address account)
    {
        Require(call, AccessControlContract.DefaultAdmin);
        ImmutableArray<Address> members = MembersOf(role);
        if (!members.Contains(account))
        {
            _members[role] = members.Add(account);
            call.Emit(AccessControlContract.RoleGranted, role, account, call.Caller);
        }
    }

    /// <exception cref="RevertException">The caller may not take.</exception>
    public void Revoke(CallContext call, Hash256 role, Address account)
    {
        Require(call, AccessControlContract.DefaultAdmin);
        Remove(call, role, account);
    }

    /// <exception cref="RevertException">The account is not the caller.</exception>
    public void Renounce(CallContext call, Hash256 role, Address account)
    {
        if (account != call.Caller)
        {
            throw RevertException.WithError(AccessControlContract.BadConfirmation);
        }

        Remove(call, role, account);
    }

    public static bool Supports(byte[] interfaceId) => Interfaces.Contains(Hex.ToHex(interfaceId));

    private ImmutableArray<Address> MembersOf(Hash256 role) => _members.GetValueOrDefault(role, []);

    /// <summary>The last member takes the place of the one that goes, which shows in the order.</summary>
    private void Remove(CallContext call, Hash256 role, Address account)
    {
        ImmutableArray<Address> members = MembersOf(role);
        int place = members.IndexOf(account);
        if (place >= 0)
        {
            _members[role] = members.SetItem(place, members[^1]).RemoveAt(members.Length - 1);
            call.Emit(AccessControlContract.RoleRevoked, role, account, call.Caller);
        }
    }
}
