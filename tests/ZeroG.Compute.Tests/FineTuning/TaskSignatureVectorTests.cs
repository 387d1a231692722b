using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ZeroG.Chain;
using ZeroG.Chain.Wallets;
using ZeroG.Compute.FineTuning;
using ZeroG.Testing;

namespace ZeroG.Compute.Tests.FineTuning;

/// <summary>What users sign for fine-tuning providers, against the official client, whose one fault is not repeated.</summary>
[Trait("Category", "Vectors")]
public sealed class TaskSignatureVectorTests
{
    private static readonly VectorForm Form = new(
        "compute", "fine-tuning-signatures.json",
        ("createTask", "name user nonce datasetHash packed keccak256 signature officialClientSignature officialMatches taskBody"),
        ("cancelTask", "taskId keccak256 signature officialClientSignature"),
        ("datasetUpload", "user timestamp message keccak256 signature officialClientSignature"),
        ("loraDownload", "taskId timestamp message keccak256 signature body"));

    public static IEnumerable<object[]> Created => Form.Rows("createTask");

    public static IEnumerable<object[]> Cancelled => Form.Rows("cancelTask");

    public static IEnumerable<object[]> Uploaded => Form.Rows("datasetUpload");

    public static IEnumerable<object[]> Downloaded => Form.Rows("loraDownload");

    [Theory]
    [MemberData(nameof(Created))]
    public void A_new_task_is_signed_over_all_32_bytes(string name)
    {
        JsonElement known = Form[name];
        using Wallet user = User();
        Address address = Address.Parse(Text(known, "user"));
        BigInteger nonce = BigInteger.Parse(Text(known, "nonce"), CultureInfo.InvariantCulture);
        Hash256 hash = TaskSignatures.CreateTask(address, nonce, Text(known, "datasetHash"));
        JsonElement body = known.GetProperty("taskBody");

        NewTaskRecord task = NewTaskRecord.Sign(
            user, Text(body, "preTrainedModelHash"), Text(known, "datasetHash"), Text(body, "trainingParams"), nonce);

        Assert.Equal(user.Address, address);
        Assert.Equal(Hash256.Keccak(Hex.ParseBytes(Text(known, "packed"))), hash);
        Assert.Equal(Text(known, "keccak256"), hash.ToString());
        Assert.Equal(Text(known, "signature"), task.Signature);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(task.ToJson()), JsonNode.Parse(body.GetRawText())));
        Assert.Equal(user.PublicKey, NewTaskRecord.Parse(Encoding.UTF8.GetBytes(body.GetRawText())).FindSigner());

        // The official client leaves zeros at the front of a hash away. What it signs then is somebody else's signature.
        string official = Text(known, "officialClientSignature");
        Assert.Equal(known.GetProperty("officialMatches").GetBoolean(), official == task.Signature);
        Assert.Equal(official == task.Signature, TaskSignatures.IsSignedBy(address, hash, official));
    }

    [Theory]
    [MemberData(nameof(Cancelled))]
    public void Cancelling_is_signed_over_the_bytes_of_the_id(string name)
    {
        JsonElement known = Form[name];
        Check(known, TaskSignatures.CancelTask(Guid.Parse(Text(known, "taskId"))));
        Assert.Equal(Text(known, "signature"), Text(known, "officialClientSignature"));
    }

    [Theory]
    [MemberData(nameof(Uploaded))]
    public void An_upload_is_signed_over_address_and_time(string name)
    {
        JsonElement known = Form[name];
        Hash256 hash = TaskSignatures.UploadDataset(Text(known, "user"), known.GetProperty("timestamp").GetInt64());
        Assert.Equal(Hash256.Keccak(Encoding.UTF8.GetBytes(Text(known, "message"))), hash);
        Check(known, hash);
        Assert.Equal(Text(known, "signature"), Text(known, "officialClientSignature"));
    }

    [Theory]
    [MemberData(nameof(Downloaded))]
    public void A_download_is_signed_over_id_and_time(string name)
    {
        JsonElement known = Form[name];
        long timestamp = known.GetProperty("timestamp").GetInt64();
        Hash256 hash = TaskSignatures.DownloadLora(Guid.Parse(Text(known, "taskId")), timestamp);
        Assert.Equal(Hash256.Keccak(Encoding.UTF8.GetBytes(Text(known, "message"))), hash);
        Check(known, hash);
        TaskSignatureRecord body = new() { Signature = Text(known, "signature"), Timestamp = timestamp };
        string raw = known.GetProperty("body").GetRawText();
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(body.ToJson()), JsonNode.Parse(raw)));
        Assert.Equal(body, TaskSignatureRecord.Parse(Encoding.UTF8.GetBytes(raw)));
    }

    private static void Check(JsonElement known, Hash256 hash)
    {
        using Wallet user = User();
        Assert.Equal(Text(known, "keccak256"), hash.ToString());
        Assert.Equal(Text(known, "signature"), TaskSignatures.Sign(user, hash));
        Assert.True(TaskSignatures.IsSignedBy(user.Address, hash, Text(known, "signature")));
    }

    private static Wallet User()
    {
        using JsonDocument keys = VectorFiles.Read("compute", "keys.json");
        return Wallet.FromPrivateKey(Hex.ParseBytes(keys.RootElement.GetProperty("user").GetProperty("privateKey").GetString()));
    }

    private static string Text(JsonElement known, string field) => known.GetProperty(field).GetString()!;
}
