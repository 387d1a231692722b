using ZeroG.Chain;
using ZeroG.Chain.Abi;
using ZeroG.DevChain.Contracts;
using ZeroG.DevChain.State;
using ZeroG.Storage.Contracts;

namespace ZeroG.Interop.Tests.Flow;

/// <summary>A reward pool that logs what it is given, as the one of <c>deploy-flow.js</c> does.</summary>
internal sealed class RecordingReward : SystemContract
{
    private static readonly AbiEvent Filled = AbiEvent.Parse("event Filled(uint256 beforeLength, uint256 sectors, uint256 value)");

    public RecordingReward(Journal journal, Address address)
        : base(address, "Reward", journal) =>
        Handle(RewardContract.FillReward, (call, arguments) =>
        {
            call.Emit(Filled, arguments[0], arguments[1], call.Value);
            return [];
        });
}
