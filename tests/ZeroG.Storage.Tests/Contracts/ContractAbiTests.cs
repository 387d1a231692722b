using ZeroG.Chain.Abi;
using ZeroG.Storage.Contracts;
using ZeroG.Testing;

namespace ZeroG.Storage.Tests.Contracts;

/// <summary>The declarations against the compiler's output for the official contracts.</summary>
[Trait("Category", "Vectors")]
public class ContractAbiTests
{
    [Fact]
    public void FlowContract_CurrentFunctions_AreThoseOfTheOfficialContract()
    {
        AbiFunction[] current = [.. FlowContract.Functions.Except([FlowContract.LegacySubmit, FlowContract.LegacyBatchSubmit])];

        AbiEvent[] events =
        [
            FlowContract.SubmitEvent, FlowContract.NewEpochEvent, FlowContract.PausedEvent, FlowContract.UnpausedEvent,
            AccessControlContract.RoleGranted, AccessControlContract.RoleRevoked,
        ];

        Check("FixedPriceFlow.json", current, events, FlowContract.Errors);
    }

    [Fact]
    public void MarketContract_Functions_AreThoseOfTheOfficialContract() => Check("FixedPrice.json", MarketContract.Functions, [], []);

    private static void Check(string file, IEnumerable<AbiFunction> functions, IEnumerable<AbiEvent> events, IEnumerable<AbiError> errors)
    {
        IEnumerable<string> ours =
        [
            .. functions.Select(item =>
                OfficialAbi.Function(item.Signature, item.Outputs.Select(output => output.Type), item.IsPayable, item.IsView)),
            .. events.Select(item => OfficialAbi.Event(item.Signature, item.Inputs.Select(input => input.Indexed))),
            .. errors.Select(item => OfficialAbi.Error(item.Signature)),
        ];

        Assert.Empty(ours.Except(OfficialAbi.Read("abi/storage", file)));
    }
}
