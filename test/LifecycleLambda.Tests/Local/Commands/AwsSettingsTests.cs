namespace LifecycleLambda.Tests.Local.Commands;

/// <summary>Checks how the local run uses the user's AWS settings. Each test has separate files and variables.</summary>
public sealed class AwsSettingsTests : IAsyncLifetime
{
    private const string Export = "aws configure export-credentials --format env";

    private const string Profiles = """
        [default]
        region = sa-east-1
        aws_access_key_id = DEFAULT
        aws_secret_access_key = s
        [profile role]
        region = eu-west-1
        role_arn = arn:aws:iam::123456789012:role/reader
        source_profile = default
        [profile role-of-environment]
        role_arn = arn:aws:iam::123456789012:role/reader
        credential_source = Environment
        [profile role-without-source]
        role_arn = arn:aws:iam::123456789012:role/reader
        source_profile = nobody
        [profile web-identity]
        region = eu-west-1
        role_arn = arn:aws:iam::123456789012:role/reader
        web_identity_token_file = HOME/token
        [profile mfa]
        role_arn = arn:aws:iam::123456789012:role/reader
        source_profile = default
        mfa_serial = arn:aws:iam::123456789012:mfa/me
        [profile sso]
        region = eu-west-1
        sso_session = signed-in
        sso_account_id = 123456789012
        sso_role_name = Reader
        [sso-session signed-in]
        sso_region = eu-west-1
        sso_start_url = https://example.awsapps.com/start
        [profile signed-out]
        sso_session = signed-out
        sso_account_id = 123456789012
        sso_role_name = Reader
        [sso-session signed-out]
        sso_region = eu-west-1
        sso_start_url = https://example.awsapps.com/start
        [profile role-of-signed-out]
        role_arn = arn:aws:iam::123456789012:role/reader
        source_profile = signed-out
        [profile login]
        login_session = arn:aws:iam::123456789012:user/me
        [profile process]
        region = eu-west-1
        credential_process = echo '{"Version":1,"AccessKeyId":"PROCESS","SecretAccessKey":"s"}'
        [profile failing-process]
        credential_process = sh -c 'echo no such key >&2; exit 3'
        [profile empty]
        output = json
        [profile endpoint]
        endpoint_url = URL/profile
        [profile services]
        services = mine
        endpoint_url = URL/profile
        [services mine]
        dynamodb =
          endpoint_url = URL/service
        """;

    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("lifecycle-lambda-test-");
    private FakeAws _aws = null!;

    private string Config => Path.Combine(_home.FullName, "config");

    public async ValueTask InitializeAsync()
    {
        _aws = await FakeAws.StartAsync();
        var profiles = Profiles.Replace("HOME", _home.FullName, StringComparison.Ordinal);
        File.WriteAllText(Config, profiles.Replace("URL", _aws.Url, StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(_home.FullName, "token"), "token");
        // The AWS CLI names the file after the hash of the session's name.
        File.WriteAllText(
            Path.Combine(_home.CreateSubdirectory(".aws/sso/cache").FullName, "2fa83e8b759dcdf5a6232745562b689a3b195a01.json"),
            """{"startUrl":"https://example.awsapps.com/start","region":"eu-west-1","accessToken":"a","expiresAt":"2040-01-01T00:00:00Z"}""");
    }

    public async ValueTask DisposeAsync()
    {
        await _aws.DisposeAsync();
        _home.Delete(recursive: true);
    }

    [Theory]
    [InlineData("DEFAULT in sa-east-1")]
    [InlineData("DEFAULT in sa-east-1", "AWS_PROFILE=", "AWS_REGION=", "AWS_ACCESS_KEY_ID=")]
    [InlineData("DEFAULT in ca-west-1", "AWS_DEFAULT_REGION=ca-west-1")]
    [InlineData("DEFAULT in eu-south-1", "AWS_DEFAULT_REGION=ca-west-1", "AWS_REGION=eu-south-1")]
    [InlineData("MINE in eu-west-1", "AWS_PROFILE=role", "AWS_ACCESS_KEY_ID=MINE", "AWS_SECRET_ACCESS_KEY=s")]
    [InlineData("ASIAROLE in eu-west-1", "AWS_PROFILE=role")]
    [InlineData("ASIAROLE in eu-west-1", "AWS_PROFILE=web-identity")]
    [InlineData("ASIASSO in eu-west-1", "AWS_PROFILE=sso")]
    [InlineData("PROCESS in eu-west-1", "AWS_PROFILE=process")]
    [InlineData("local in us-east-1", "AWS_PROFILE=empty")]
    [InlineData("local in us-east-1", "AWS_CONFIG_FILE=/dev/null")]
    public async Task Caller_is_the_one_that_other_AWS_tools_use(string caller, params string[] variables)
    {
        await OnlineAsync([$"AWS_ENDPOINT_URL={_aws.Url}", .. variables]);

        Assert.Equal($"{caller} at /", _aws.Caller);
    }

    [Theory]
    [InlineData("/one/", "AWS_ENDPOINT_URL_DYNAMODB=URL/one", "AWS_ENDPOINT_URL=URL/all", "AWS_PROFILE=services")]
    [InlineData("/all/", "AWS_ENDPOINT_URL_DYNAMODB=", "AWS_ENDPOINT_URL=URL/all", "AWS_PROFILE=services")]
    [InlineData("/service/", "AWS_ENDPOINT_URL_DYNAMODB=", "AWS_ENDPOINT_URL=", "AWS_PROFILE=services")]
    [InlineData("/profile/", "AWS_PROFILE=endpoint")]
    public async Task Endpoint_of_DynamoDB_wins_over_the_one_of_all_services(string path, params string[] variables)
    {
        await OnlineAsync([.. variables.Select(variable => variable.Replace("URL/", $"{_aws.Url}/", StringComparison.Ordinal))]);

        Assert.Equal($"local in us-east-1 at {path}", _aws.Caller);
    }

    [Theory]
    [InlineData("Can't use the AWS profile signed-out: its SSO session", "aws sso login --profile signed-out", "signed-out")]
    [InlineData("Can't use the AWS profile role-of-signed-out: its SSO", "aws sso login --profile signed-out", "role-of-signed-out")]
    [InlineData("Can't use the AWS profile login: it signs in with aws login", Export, "login")]
    [InlineData("Can't use the AWS profile mfa: it needs an MFA code", Export, "mfa")]
    [InlineData("Can't use the AWS profile role-of-environment", Export, "role-of-environment")]
    [InlineData("Can't use the AWS profile role-without-source", "[nobody] was not found.", "role-without-source")]
    [InlineData("Can't use the AWS profile failing-process", "no such key.", "failing-process")]
    [InlineData("Can't use the AWS profile missing: it doesn't exist.", "aws configure list-profiles", "missing")]
    [InlineData("Can't connect to AWS: neither your environment nor the AWS profile empty has credentials", Export, "empty")]
    public async Task Profile_that_cannot_be_used_is_refused_with_the_remedy(string message, string remedy, string profile)
    {
        var result = await OnlineAsync($"AWS_PROFILE={profile}");

        result.AssertRefused(message);
        Assert.Contains(remedy, result.Errors, StringComparison.Ordinal);
        Assert.Single(result.Errors.Trim().Split('\n'));
    }

    [Fact]
    public async Task Malformed_profiles_are_rejected_without_quoting_them()
    {
        File.WriteAllText(Config, "[default]\nsecret");

        (await OnlineAsync()).AssertRefused(
            $"Can't read your AWS profiles: line 2 of {Config} is neither a section nor a property. Correct the file.\n");
    }

    [Fact]
    public async Task Embedded_engine_starts_despite_malformed_settings()
    {
        File.WriteAllText(Config, "[default]\nsecret");

        var result = await LocalProgram.RunAsync(
            "{}", ["invoke", "-", "--endpoint", ""],
            [.. Variables(), "AWS_PROFILE=missing", "AWS_USE_FIPS_ENDPOINT=yes", "AWS_REGION=no region", "AWS_MAX_ATTEMPTS=many"]);

        Assert.StartsWith("Invalid", result.Output, StringComparison.Ordinal);
        Assert.Empty(result.Errors);
    }

    private Task<ProgramResult> OnlineAsync(params string[] variables) => LocalProgram.RunAsync(
        "", ["online"], [.. Variables(), $"HOME={_home.FullName}", .. variables]);

    private string[] Variables() =>
    [
        .. Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("AWS_", StringComparison.Ordinal))
            .Select(name => $"--unset={name}"),
        $"AWS_CONFIG_FILE={Config}",
        "AWS_SHARED_CREDENTIALS_FILE=/dev/null",
        "AWS_EC2_METADATA_DISABLED=true",
    ];
}
