import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.stream.Stream;

/**
 * TrustStore DIRECTORY FILE: the certificates of the directory as a JVM's cacerts, so that an image
 * trusts what Debian's package lists and not what the machine that builds it happens to trust.
 */
public final class TrustStore {

  public static void main(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, null);
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(arguments[0]))) {
      files = all.filter(each -> each.toString().endsWith(".crt")).sorted().toList();
    }
    for (Path file : files) {
      try (InputStream in = new FileInputStream(file.toFile())) {
        store.setCertificateEntry(
            file.getFileName().toString(), factory.generateCertificate(in));
      }
    }
    try (OutputStream out = new FileOutputStream(arguments[1])) {
      store.store(out, "changeit".toCharArray());
    }
    System.err.println("  " + files.size() + " certificate authorities");
  }
}
