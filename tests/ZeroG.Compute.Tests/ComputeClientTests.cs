using ZeroG.Chain;

namespace ZeroG.Compute.Tests;

public class ComputeClientTests
{
    [Fact]
    public void Constructor_NetworkWithoutContracts_SaysSo()
    {
        using FakeContracts contracts = new();

        ZeroGException failure = Assert.Throws<ZeroGException>(
            () => new ComputeClient(FakeContracts.Network with { FineTuningAddress = null }, contracts.Chain));

        Assert.Equal("ZgComputeUnknown", failure.ErrorId);
    }

    [Theory]
    [InlineData(ServiceKind.Inference, "inference")]
    [InlineData(ServiceKind.FineTuning, "fine-tuning")]
    public void Serving_Kind_IsItsContract(ServiceKind kind, string name)
    {
        using FakeContracts contracts = new();

        Assert.Equal(
            kind == ServiceKind.Inference ? FakeContracts.Inference : FakeContracts.FineTuning, contracts.Client.Serving(kind).Address);
        Assert.Equal(name, ServiceKinds.NameOf(kind));
        Assert.Equal(kind, contracts.Client.Serving(kind).Kind);
    }
}
