using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using ZeroG.Chain;
using ZeroG.Compute.FineTuning;
using ZeroG.Nodes.Compute.FineTuning;
using ZeroG.Testing;

namespace ZeroG.Nodes.Tests.Compute.FineTuning;

/// <summary>What the routes answer: models, uploads, downloads, and everything that is not theirs.</summary>
public sealed class FineTuningRouteTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private MarketBench _market = null!;
    private MarketUser _user = null!;

    public async ValueTask InitializeAsync()
    {
        _market = await MarketBench.ServingAsync(new FineTuningProviderOptions { MaximumDatasetSize = 1 << 20 });
        _user = await _market.UserAsync();
        _http.BaseAddress = _market.Uri;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _market.DisposeAsync();
    }

    [Fact]
    public async Task Models_SayWhatTheyAre()
    {
        JsonElement own = Assert.Single((await _http.GetFromJsonAsync<JsonElement>("/v1/model")).EnumerateArray());
        Assert.Equal("zerog-stand-in", own.GetProperty("name").GetString());
        Assert.Equal(StandIn.Notice, own.GetProperty("description").GetString());
        foreach (string field in (string[])["hash", "image", "dataType", "trainingScript", "tokenizer"])
        {
            Assert.Equal(JsonValueKind.String, own.GetProperty(field).ValueKind);
        }

        JsonElement mock = await _http.GetFromJsonAsync<JsonElement>($"/v1/model/{ServedModel.Mock.Hash}");
        Assert.Equal("mock-model", mock.GetProperty("name").GetString());
        using ZipArchive usage = new(await _http.GetStreamAsync("/v1/model/desc/zerog-stand-in"));
        using StreamReader readme = new(usage.GetEntry("README.md")!.Open());
        Assert.Contains(StandIn.Notice, await readme.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/v1/model/nothing")).StatusCode);
    }

    [Theory]
    [InlineData("train.csv", 0, false, HttpStatusCode.BadRequest, "invalid file type")]
    [InlineData("train.jsonl", -301, false, HttpStatusCode.Unauthorized, "timestamp")]
    [InlineData("train.jsonl", 0, true, HttpStatusCode.Unauthorized, "signature verification failed")]
    public async Task Dataset_WrongNameTimeOrSigner_IsRefusedAndNotKept(
        string name, int seconds, bool signedByOther, HttpStatusCode status, string words)
    {
        long timestamp = _market.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;
        ZeroG.Chain.Wallets.Wallet signer = signedByOther ? _market.OpenWallet(3) : _user.Wallet;
        string signature = TaskSignatures.Sign(signer, TaskSignatures.UploadDataset(_user.Address.ToString(), timestamp));

        using HttpResponseMessage answer = await UploadAsync(MarketBench.Dataset(), name, signature, $"{timestamp}");

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_market.Folder["provider/datasets"]));
    }

    [Fact]
    public async Task Dataset_BadLine_IsRefusedWithItsNumber()
    {
        byte[] dataset = [.. MarketBench.Dataset(2), .. "{\"text\":\"other keys\"}\n"u8];

        ZeroGException refusal = await Assert.ThrowsAnyAsync<ZeroGException>(() => _user.UploadAsync(dataset));

        Assert.Contains("Line 3", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_market.Folder["provider/datasets"]));
    }

    [Fact]
    public async Task Dataset_TooLarge_IsRefused()
    {
        long timestamp = _market.Clock.GetUtcNow().ToUnixTimeSeconds();
        string signature = TaskSignatures.Sign(_user.Wallet, TaskSignatures.UploadDataset(_user.Address.ToString(), timestamp));

        using HttpResponseMessage answer = await UploadAsync(new byte[(1 << 20) + 1], "train.jsonl", signature, $"{timestamp}");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Empty(Directory.GetFiles(_market.Folder["provider/datasets"]));
    }

    [Fact]
    public async Task Dataset_NoForm_NoFile_NoSignature_AreRefused()
    {
        string path = $"/v1/user/{_user.Address}/dataset";
        using StringContent text = new("hello");
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.PostAsync(path, text)).StatusCode);
        using MultipartFormDataContent empty = new() { { new StringContent("0x"), "signature" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.PostAsync(path, empty)).StatusCode);
        using StringContent cut = new("--b\r\nContent-Disposition: form-data; name=\"signature\"\r\n\r\n0x");
        cut.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.PostAsync(path, cut)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.PostAsync("/v1/user/nobody/dataset", empty)).StatusCode);
    }

    [Fact]
    public async Task Lora_TooEarly_WrongSigner_OldTime_AreRefused_AndARangeGoesOn()
    {
        Guid task = await _user.CreateAsync();
        Assert.Equal(HttpStatusCode.Conflict, (await LoraAsync(task, _user.Wallet)).StatusCode);
        await _market.RunAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await LoraAsync(task, _market.OpenWallet(3))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await LoraAsync(task, _user.Wallet, seconds: -301)).StatusCode);
        byte[] whole = await (await LoraAsync(task, _user.Wallet)).Content.ReadAsByteArrayAsync();
        HttpResponseMessage rest = await LoraAsync(task, _user.Wallet, from: 100);
        Assert.Equal(HttpStatusCode.PartialContent, rest.StatusCode);
        Assert.Equal(whole[100..], await rest.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, (await LoraAsync(task, _user.Wallet, from: whole.Length)).StatusCode);

        File.Delete(_market.Folder[$"provider/tasks/{task}.model"]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await LoraAsync(task, _user.Wallet)).StatusCode);
    }

    [Fact]
    public async Task Tasks_ForeignUnknownOrMalformed_AreRefused()
    {
        Guid task = await _user.CreateAsync();
        Address other = _market.OpenWallet(3).Address;

        Assert.Equal(HttpStatusCode.Forbidden, (await _http.GetAsync($"/v1/user/{other}/task/{task}")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _http.GetAsync($"/v1/user/{other}/task/{task}/log")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync($"/v1/user/{other}/task/{Guid.NewGuid()}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.GetAsync($"/v1/user/{other}/task/12")).StatusCode);
        Assert.Equal("[]", await _http.GetStringAsync($"/v1/user/{other}/task"));
        using StringContent broken = new("{");
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.PostAsync($"/v1/user/{other}/task", broken)).StatusCode);
        using ByteArrayContent huge = new(new byte[2 << 20]);

        // Asked first, the server refuses before the body is on its way.
        _http.DefaultRequestHeaders.ExpectContinue = true;
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await _http.PostAsync($"/v1/user/{other}/task", huge)).StatusCode);
        Assert.Equal(HttpStatusCode.InternalServerError, await DeleteLogAndGetAsync(task));
    }

    [Fact]
    public async Task Secrets_ReachNoReplyNoLogAndNoOpenFile()
    {
        Guid task = await _user.CreateAsync();
        await _market.RunAsync();
        string record = await File.ReadAllTextAsync(_market.Folder[$"provider/tasks/{task}.json"]);
        using JsonDocument json = JsonDocument.Parse(record);
        string base64 = json.RootElement.GetProperty("modelKey").GetString()!;
        string hex = Convert.ToHexStringLower(Convert.FromBase64String(base64));

        string shown = await _http.GetStringAsync($"/v1/user/{_user.Address}/task") + await _user.LogAsync(task)
            + string.Join('\n', _market.Log.Read()) + TaskJson.Read(Encoding.UTF8.GetBytes(record));

        Assert.DoesNotContain(base64, shown, StringComparison.Ordinal);
        Assert.DoesNotContain(hex, shown, StringComparison.OrdinalIgnoreCase);
        Assert.True(OwnerOnly.Is(_market.Folder[$"provider/tasks/{task}.json"]));
    }

    private async Task<HttpStatusCode> DeleteLogAndGetAsync(Guid task)
    {
        File.Delete(_market.Folder[$"provider/tasks/{task}.log"]);
        return (await _http.GetAsync($"/v1/user/{_user.Address}/task/{task}/log")).StatusCode;
    }

    private async Task<HttpResponseMessage> LoraAsync(Guid task, ZeroG.Chain.Wallets.Wallet signer, int seconds = 0, long from = 0)
    {
        long timestamp = _market.Clock.GetUtcNow().ToUnixTimeSeconds() + seconds;
        using HttpRequestMessage request = new(HttpMethod.Post, $"/v1/user/{_user.Address}/task/{task}/lora")
        {
            Content = new ByteArrayContent(new TaskSignatureRecord
            {
                Signature = TaskSignatures.Sign(signer, TaskSignatures.DownloadLora(task, timestamp)), Timestamp = timestamp,
            }.ToJson()),
        };
        request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        return await _http.SendAsync(request);
    }

    private async Task<HttpResponseMessage> UploadAsync(byte[] file, string name, string signature, string timestamp)
    {
        using MultipartFormDataContent form = new()
        {
            { new ByteArrayContent(file), "file", name },
            { new StringContent(signature), "signature" },
            { new StringContent(timestamp), "timestamp" },
        };
        return await _http.PostAsync($"/v1/user/{_user.Address}/dataset", form);
    }
}
