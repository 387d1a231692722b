using System.Numerics;
using ZeroG.Chain;

namespace ZeroG.DevChain.Contracts.Compute;

/// <summary>An inference service.</summary>
/// <param name="Provider">Who offers it.</param>
/// <param name="ServiceType">Kind, for example <c>chatbot</c>.</param>
/// <param name="Url">Where it is reached.</param>
/// <param name="InputPrice">Wei per unit of input.</param>
/// <param name="OutputPrice">Wei per unit of output.</param>
/// <param name="UpdatedAt">Unix seconds.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Verifiability">How answers can be checked.</param>
/// <param name="AdditionalInfo">Text of the provider.</param>
/// <param name="TeeSigner">Whose signatures settle its fees.</param>
/// <param name="IsAcknowledged">Whether the owner of the contract has approved the signer.</param>
internal sealed record InferenceServiceRecord(
    Address Provider, string ServiceType, string Url, BigInteger InputPrice, BigInteger OutputPrice, ulong UpdatedAt, string Model,
    string Verifiability, string AdditionalInfo, Address TeeSigner, bool IsAcknowledged)
    : ServiceRecord(Provider, TeeSigner, IsAcknowledged)
{
    /// <summary>Reads the contract's struct ServiceParams, whose order differs from that of its struct Service.</summary>
    public static InferenceServiceRecord Read(Address provider, object?[] fields, ulong now) => new(
        provider, (string)fields[0]!, (string)fields[1]!, (BigInteger)fields[4]!, (BigInteger)fields[5]!, now, (string)fields[2]!,
        (string)fields[3]!, (string)fields[6]!, (Address)fields[7]!, IsAcknowledged: false);

    /// <summary>Whether the approval of this service holds for its next state too, as it does for other prices and addresses.</summary>
    public bool Keeps(InferenceServiceRecord next) =>
        ServiceType == next.ServiceType && Model == next.Model && Verifiability == next.Verifiability && TeeSigner == next.TeeSigner
        && AdditionalInfo == next.AdditionalInfo;

    public override object?[] ToValues() =>
    [
        Provider, ServiceType, Url, InputPrice, OutputPrice, UpdatedAt, Model, Verifiability, AdditionalInfo, TeeSigner, IsAcknowledged,
    ];
}
