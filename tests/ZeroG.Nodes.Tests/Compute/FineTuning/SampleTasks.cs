using ZeroG.Chain;
using ZeroG.Nodes.Compute.FineTuning;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

internal static class SampleTasks
{
    public static ProviderTask Create() => new()
    {
        Id = Guid.Parse("6b607314-88b0-4fef-91e7-43227a54de57"),
        CreatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 6, TimeSpan.Zero),
        UpdatedAt = new DateTimeOffset(2026, 1, 2, 3, 4, 7, TimeSpan.Zero),
        User = Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"),
        ModelHash = ServedModel.Own.Hash,
        DatasetHash = "0x5216f4571512c0079a08f8bbc2f9b4c189b9f5c83c79001384109171f0aa5ed4",
        TrainingParams = MarketBench.Config,
        Nonce = 17672256001230040,
        Signature = "0x117942451c78f4364c67d664b259ca15ccacd5d8cba07b1894164f146ef99a8b"
            + "276a4da64f00e44f26853c5566ff810a4956a8353e264d365bf7c8c3028957031b",
    };
}
