namespace ZeroG.Compute;

/// <summary>The markets and their names.</summary>
public static class ServiceKinds
{
    /// <summary>Both, in the order of the enumeration.</summary>
    public static IReadOnlyList<ServiceKind> All { get; } = [ServiceKind.Inference, ServiceKind.FineTuning];

    /// <summary>The service type of the contracts, which is also the word for people: <c>inference</c> or <c>fine-tuning</c>.</summary>
    public static string NameOf(ServiceKind kind) => kind == ServiceKind.Inference ? "inference" : "fine-tuning";

    /// <summary>The other of the two.</summary>
    public static ServiceKind OtherThan(ServiceKind kind) =>
        kind == ServiceKind.Inference ? ServiceKind.FineTuning : ServiceKind.Inference;
}
