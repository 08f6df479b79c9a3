package dev.keyturn.operator.provider.azure;

/** A cloud of Azure: where its logins and its vaults are. */
public enum AzureCloud {
  PUBLIC("login.microsoftonline.com", "vault.azure.net"),
  US_GOVERNMENT("login.microsoftonline.us", "vault.usgovcloudapi.net"),
  CHINA("login.chinacloudapi.cn", "vault.azure.cn");

  private final String loginHost;
  private final String vaultDomain;

  AzureCloud(String loginHost, String vaultDomain) {
    this.loginHost = loginHost;
    this.vaultDomain = vaultDomain;
  }

  String loginHost() {
    return loginHost;
  }

  /** Every vault's host is one label below it; with {@code https://} before it, the resource. */
  String vaultDomain() {
    return vaultDomain;
  }

  /** What tokens are asked for. */
  String resource() {
    return "https://" + vaultDomain;
  }
}
