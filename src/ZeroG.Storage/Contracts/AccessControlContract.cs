using ZeroG.Chain;
using ZeroG.Chain.Abi;

namespace ZeroG.Storage.Contracts;

/// <summary>The roles of 0G's contracts (OpenZeppelin Contracts 5, AccessControlEnumerableUpgradeable).</summary>
public static class AccessControlContract
{
    /// <summary>The role whose members grant and take all roles.</summary>
    public static Hash256 DefaultAdmin => Hash256.Zero;

    public static AbiFunction DefaultAdminRole { get; } = AbiFunction.Parse("function DEFAULT_ADMIN_ROLE() view returns (bytes32)");

    public static AbiFunction HasRole { get; } = AbiFunction.Parse("function hasRole(bytes32 role, address account) view returns (bool)");

    public static AbiFunction GetRoleAdmin { get; } = AbiFunction.Parse("function getRoleAdmin(bytes32 role) view returns (bytes32)");

    public static AbiFunction GetRoleMember { get; } =
        AbiFunction.Parse("function getRoleMember(bytes32 role, uint256 index) view returns (address)");

    public static AbiFunction GetRoleMemberCount { get; } =
        AbiFunction.Parse("function getRoleMemberCount(bytes32 role) view returns (uint256)");

    public static AbiFunction GrantRole { get; } = AbiFunction.Parse("function grantRole(bytes32 role, address account)");

    public static AbiFunction RevokeRole { get; } = AbiFunction.Parse("function revokeRole(bytes32 role, address account)");

    /// <summary>Gives up one's own role; the account is the caller once more, against slips.</summary>
    public static AbiFunction RenounceRole { get; } = AbiFunction.Parse("function renounceRole(bytes32 role, address callerConfirmation)");

    public static AbiFunction SupportsInterface { get; } =
        AbiFunction.Parse("function supportsInterface(bytes4 interfaceId) view returns (bool)");

    public static AbiEvent RoleGranted { get; } =
        AbiEvent.Parse("event RoleGranted(bytes32 indexed role, address indexed account, address indexed sender)");

    public static AbiEvent RoleRevoked { get; } =
        AbiEvent.Parse("event RoleRevoked(bytes32 indexed role, address indexed account, address indexed sender)");

    public static AbiError Unauthorized { get; } =
        AbiError.Parse("error AccessControlUnauthorizedAccount(address account, bytes32 neededRole)");

    public static AbiError BadConfirmation { get; } = AbiError.Parse("error AccessControlBadConfirmation()");

    /// <summary>Such a contract is set up once, by a function and not by a constructor.</summary>
    public static AbiError InvalidInitialization { get; } = AbiError.Parse("error InvalidInitialization()");

    public static AbiError NotInitializing { get; } = AbiError.Parse("error NotInitializing()");

    /// <summary>All functions, for a contract that answers calls.</summary>
    public static IReadOnlyList<AbiFunction> Functions { get; } =
    [
        DefaultAdminRole, HasRole, GetRoleAdmin, GetRoleMember, GetRoleMemberCount, GrantRole, RevokeRole, RenounceRole, SupportsInterface,
    ];

    /// <summary>All errors, for decoding a revert.</summary>
    public static IReadOnlyList<AbiError> Errors { get; } = [Unauthorized, BadConfirmation, InvalidInitialization, NotInitializing];
}
