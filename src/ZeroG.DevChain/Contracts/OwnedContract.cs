using System.Numerics;
using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.DevChain.State;
using ZeroG.Storage.Contracts;

namespace ZeroG.DevChain.Contracts;

/// <summary>A native contract with roles, which answers for them as 0G's contracts do.</summary>
public abstract class OwnedContract : SystemContract
{
    private readonly AccessRoles _roles;

    /// <summary>A contract whose owner has all roles.</summary>
    private protected OwnedContract(Address address, string name, Journal journal, Address owner, params ReadOnlySpan<Hash256> roles)
        : base(address, name, journal)
    {
        _roles = new AccessRoles(journal, owner, roles);
        Handle(AccessControlContract.DefaultAdminRole, () => AccessControlContract.DefaultAdmin);
        Handle(AccessControlContract.GetRoleAdmin, (_, _) => [AccessControlContract.DefaultAdmin]);
        Handle(AccessControlContract.HasRole, (_, arguments) => [_roles.Has((Hash256)arguments[0]!, (Address)arguments[1]!)]);
        Handle(AccessControlContract.GetRoleMemberCount, (_, arguments) => [_roles.Count((Hash256)arguments[0]!)]);
        Handle(AccessControlContract.GetRoleMember, (_, arguments) => [_roles.MemberAt((Hash256)arguments[0]!, (BigInteger)arguments[1]!)]);
        Handle(AccessControlContract.SupportsInterface, (_, arguments) => [AccessRoles.Supports((byte[])arguments[0]!)]);
        HandleChange(AccessControlContract.GrantRole, _roles.Grant);
        HandleChange(AccessControlContract.RevokeRole, _roles.Revoke);
        HandleChange(AccessControlContract.RenounceRole, _roles.Renounce);
    }

    /// <exception cref="Execution.RevertException">The caller lacks the role.</exception>
    private protected void Require(CallContext call, Hash256 role) => _roles.Require(call, role);

    /// <summary>The refusal of a second initialisation: these contracts are born initialised.</summary>
    private protected void HandleInitialize(AbiFunction initialize) =>
        Handle(initialize, (_, _) => throw Revert(AccessControlContract.InvalidInitialization));

    private void HandleChange(AbiFunction function, Action<CallContext, Hash256, Address> change) => Handle(function, (call, arguments) =>
    {
        change(call, (Hash256)arguments[0]!, (Address)arguments[1]!);
        return [];
    });
}
