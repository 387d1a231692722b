using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;

namespace ZeroG.Compute.FineTuning;

/// <summary>What a user sends to have a task made.</summary>
/// <remarks>Source: 0g-compute-ts-sdk, src.ts/sdk/fine-tuning/broker/service.ts.</remarks>
public sealed record NewTaskRecord
{
    /// <summary>Whose task it shall be, with the EIP-55 checksum: providers compare texts.</summary>
    [JsonPropertyName("userAddress")]
    public required string UserAddress { get; init; }

    /// <summary>Storage root of the dataset, or what the provider called an upload.</summary>
    [JsonPropertyName("datasetHash")]
    public required string DatasetHash { get; init; }

    /// <summary>Text of the training configuration.</summary>
    [JsonPropertyName("trainingParams")]
    public required string TrainingParams { get; init; }

    /// <summary>Hash of the model to train.</summary>
    [JsonPropertyName("preTrainedModelHash")]
    public required string PreTrainedModelHash { get; init; }

    /// <summary>Always <c>0</c>: the provider counts the tokens and names the fee.</summary>
    [JsonPropertyName("fee")]
    public string Fee { get; init; } = "0";

    /// <summary>See <see cref="TaskNonce"/>; decimal digits.</summary>
    [JsonPropertyName("nonce")]
    public required string Nonce { get; init; }

    /// <summary>See <see cref="TaskSignatures.CreateTask"/>.</summary>
    [JsonPropertyName("signature")]
    public required string Signature { get; init; }

    /// <summary>Whether the task may wait behind those of others.</summary>
    [JsonPropertyName("wait")]
    public bool Wait { get; init; }

    /// <summary>Signs a task.</summary>
    /// <param name="user">Whose task it is; only this wallet will be able to decrypt the model.</param>
    /// <param name="modelHash">Hash of the model to train.</param>
    /// <param name="datasetHash">Storage root of the dataset, or what the provider called an upload.</param>
    /// <param name="trainingParams">Text of the training configuration.</param>
    /// <param name="nonce">From <see cref="TaskNonce.Next"/>.</param>
    /// <param name="wait">Whether it may wait behind others.</param>
    public static NewTaskRecord Sign(
        Wallet user, string modelHash, string datasetHash, string trainingParams, BigInteger nonce, bool wait = false) => new()
    {
        UserAddress = user.Address.ToString(),
        DatasetHash = datasetHash,
        TrainingParams = trainingParams,
        PreTrainedModelHash = modelHash,
        Nonce = nonce.ToString(CultureInfo.InvariantCulture),
        Signature = TaskSignatures.Sign(user, TaskSignatures.CreateTask(user.Address, nonce, datasetHash)),
        Wait = wait,
    };

    /// <summary>Reads it.</summary>
    /// <exception cref="JsonException">A field is missing or of another kind.</exception>
    public static NewTaskRecord Parse(ReadOnlySpan<byte> json) => FineTuningJson.Read(json, FineTuningJson.Default.NewTaskRecord);

    /// <summary>Writes it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, FineTuningJson.Default.NewTaskRecord);

    /// <summary>
    /// The key that signed it, for which the provider will encrypt the model's key; null when the signature is not that of
    /// <see cref="UserAddress"/> over these values.
    /// </summary>
    public PublicKey? FindSigner() =>
        Address.TryParse(UserAddress, out Address user)
        && BigInteger.TryParse(Nonce, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger nonce)
        && nonce.GetByteCount(isUnsigned: true) <= Hash256.Size
        && TaskSignatures.TryRecover(TaskSignatures.CreateTask(user, nonce, DatasetHash), Signature, out PublicKey? signer)
        && signer!.Address == user
            ? signer
            : null;
}
