using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.Compute.Contracts;
using ZeroG.DevChain.State;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>What the three contracts of compute share: one owner, initialised from birth, and no money without a purpose.</summary>
/// <remarks>
/// Source: 0g-serving-contract, contracts/utils/Initializable.sol, and OpenZeppelin Contracts 4.8, Ownable.sol. The declarations of the
/// ledger stand for those of all three, which are the same.
/// </remarks>
public abstract class ComputeSystemContract : SystemContract
{
    private readonly JournaledValue<Address> _owner;

    private protected ComputeSystemContract(Address address, string name, Journal journal, Address owner, AbiFunction initialize)
        : base(address, name, journal)
    {
        _owner = new JournaledValue<Address>(journal, owner);
        Handle(LedgerContract.Owner, () => _owner.Value);
        HandleOwner(LedgerContract.TransferOwnership, TransferOwnership);
        HandleOwner(LedgerContract.RenounceOwnership, (call, _) => SetOwner(call, Address.Zero));
        Handle(LedgerContract.Initialized, () => true);
        Handle(initialize, (_, _) => throw Revert(LedgerErrors.AlreadyInitialized));
    }

    /// <summary>Money that comes without a call is refused.</summary>
    protected override void Receive(CallContext call) => throw Revert(LedgerErrors.DirectDepositsDisabled);

    /// <summary>Gives a function that only the owner may call its body.</summary>
    private protected void HandleOwner(AbiFunction function, Action<CallContext, object?[]> body) =>
        HandleChange(function, (call, arguments) =>
        {
            if (call.Caller != _owner.Value)
            {
                throw Revert("Ownable: caller is not the owner");
            }

            body(call, arguments);
        });

    /// <summary>Gives a function that returns nothing its body.</summary>
    private protected void HandleChange(AbiFunction function, Action<CallContext, object?[]> body, ulong gas = 0) =>
        Handle(
            function,
            (call, arguments) =>
            {
                body(call, arguments);
                return [];
            },
            gas);

    private void TransferOwnership(CallContext call, object?[] arguments)
    {
        Address next = (Address)arguments[0]!;
        if (next.IsZero)
        {
            throw Revert("Ownable: new owner is the zero address");
        }

        SetOwner(call, next);
    }

    private void SetOwner(CallContext call, Address next)
    {
        Address previous = _owner.Value;
        _owner.Value = next;
        call.Emit(LedgerEvents.OwnershipTransferred, previous, next);
    }
}
